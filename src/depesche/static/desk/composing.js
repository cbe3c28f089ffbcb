// @ts-check
/**
 * Work on one post after the other: taken up, sent, saved, left. The element <post-composer> is
 * how it looks; this is how it goes. What others make of the post meanwhile: `encounters.js`.
 *
 * @import { Fields } from "./fields.js"
 * @import { Recalled } from "./recalling.js"
 * @import { More, Refusal } from "./asking.js"
 * @import { Action, Mode } from "./sending.js"
 * @import { CoverageDesk as Desk } from "./coverage-desk.js"
 */

import { Autosaving } from "./autosaving.js";
import { deliver, discard } from "./delivering.js";
import { Encounters } from "./encounters.js";
import { fill, isSame, read } from "./fields.js";
import { keep, kept } from "./keeping.js";
import { isOver, onlyDrafts, show } from "./modes.js";
import { Persevering } from "./persevering.js";
import { Presence } from "./presence.js";
import { recall, reconciled } from "./recalling.js";
import { complain, occupy, reasons, say, sayHere } from "./saying.js";
import { sentence } from "./sentences.js";
import { Work } from "./working.js";

export class Composing {
  /** @type {() => unknown} */ #retry = () => {};
  isBusy = false; // something was sent by hand and is not answered yet
  #opening = 0;

  /** @param {HTMLElement} composer @param {HTMLFormElement} form @param {Desk} desk */
  constructor(composer, form, desk) {
    this.composer = composer;
    this.form = form;
    this.desk = desk;
    this.who = `${desk.dataset.coverage}/${desk.dataset.person}`;
    this.work = new Work(this.who);
    this.persevering = new Persevering();
    this.autosaving = new Autosaving(this);
    this.encounters = new Encounters(this);
    this.presence = new Presence(desk, (before) => this.encounters.meet(before));
    addEventListener("pagehide", () => this.#putAway({ keepalive: true }));
  }

  get fields() {
    return read(this.form);
  }

  /** Whether nobody is told before it goes out: not yet public. */
  get isWaiting() {
    return this.work.mode === "new" || this.work.mode === "edit";
  }

  get isUnsaved() {
    return this.work.isUnsaved(this.fields);
  }

  /** Whether a draft was begun here and is empty again. */
  get isEmptied() {
    return !this.encounters.theirs && !this.presence.other && this.work.isEmptied(this.fields);
  }

  /** Whether what stands here may be saved by itself, and needs to be. */
  get mayAutosave() {
    if (!this.work.isDraft || this.encounters.theirs || this.presence.other) return false;
    if (this.isBusy || this.persevering.isWaiting) return false; // for what was asked for by hand, too
    return this.isUnsaved && !isOver(this.work.mode, this.desk);
  }

  /** On with what was open here last; what was typed before this script had come is kept, too. */
  async resume() {
    const open = Work.open(this.who);
    const early = this.fields;
    if (open) await this.open(open.id, open.mode);
    else this.blank();
    if (early.headline || early.text) this.#join(early);
  }

  /** @param {Fields} early */
  #join(early) {
    const { headline, text } = this.fields;
    const texts = [...new Set([text, early.text])].filter(Boolean);
    fill(this.form, { ...this.fields, headline: headline || early.headline || "", text: texts.join("\n\n") });
    this.typed();
  }

  /** The new post that was begun here, as it was left, or a blank one. */
  async begin() {
    const begun = Work.begun(this.who);
    if (begun) await this.open(begun, "new");
    else this.blank();
  }

  blank() {
    const byline = kept(`byline/${this.desk.dataset.person}`) ?? this.composer.dataset.name;
    this.take(new Work(this.who), { class: "correction", byline }, null);
  }

  /** A post that exists; what was typed over it before and never saved is back. @param {string} id @param {Mode} mode */
  async open(id, mode) {
    const number = ++this.#opening;
    if (id !== this.work.id) this.#putAway();
    this.autosaving.now();
    const before = { id: this.work.id, fields: this.fields };
    const recalled = await recall(this.desk.base, this.who, id, mode);
    if (number !== this.#opening) return;
    if (id === before.id && !isSame(before.fields, this.fields)) return; // typed into it meanwhile
    const { fields, refusal } = recalled;
    if (!refusal || fields) this.#takeUp(reconciled(recalled));
    if (refusal) this.fail(refusal, () => this.open(id, mode));
  }

  /** Nobody needs an empty draft that is left. @param {More} [more] */
  async #putAway(more) {
    if (!this.isEmptied) return;
    const { work } = this;
    work.forget();
    this.blank();
    const answer = await discard(this.desk, work, more);
    if (answer) this.desk.take(answer.change);
  }

  /** @param {Recalled} recalled */
  #takeUp({ work, fields, post }) {
    if (!post && !fields) return this.blank();
    this.take(work, { class: "correction", ...post, ...fields }, post);
    if (!fields && work.isDraft) say(this.composer, sentence("saved-there", { at: post.saved_at }), "saved");
    if (!fields) return;
    work.keep(this.fields, this.desk.tab);
    say(this.composer, sentence("restored"), "here");
    this.autosaving.soon();
  }

  /** @param {Work} work @param {Fields} fields @param {any} post as the newsroom has it */
  take(work, fields, post) {
    this.persevering.stop();
    this.autosaving.stop();
    this.encounters.forget();
    this.work = work;
    work.begin();
    if (post) fill(this.form, { class: "correction", ...post });
    if (post?.revision === work.revision) work.saved = post && this.fields;
    fill(this.form, fields);
    say(this.composer, "");
    this.#attend();
    this.show();
    this.#fire("desk:taken", work.id);
  }

  /** Others see who is at work on a post that they can see. */
  #attend() {
    const { work } = this;
    if (work.revision === null || isOver(work.mode, this.desk)) this.presence.leave();
    else this.presence.take(work.id);
  }

  typed() {
    const { work } = this;
    this.persevering.stop();
    work.keep(this.fields, this.desk.tab);
    this.#attend();
    this.show();
    if (this.encounters.isPending) return;
    sayHere(this.composer);
    if (work.isDraft) this.autosaving.soon();
  }

  /** @param {Action} action */
  async send(action) {
    if (this.isBusy || this.encounters.isHeldBack(action) || !(await this.encounters.isMeant(action))) return;
    const isDraft = this.isWaiting && onlyDrafts(this.desk);
    this.autosaving.stop();
    this.persevering.stop();
    await this.#occupied(() => this.deliver(isDraft ? "save" : action));
    if (this.mayAutosave) this.autosaving.soon();
  }

  /** @param {() => Promise<unknown>} what */
  async #occupied(what) {
    this.isBusy = true;
    occupy(this.composer, true);
    try {
      await what();
    } finally {
      this.isBusy = false;
      occupy(this.composer, false);
    }
  }

  /** @param {Action} action @returns {Promise<unknown>} */
  async deliver(action) {
    const { work, fields } = this;
    const isNew = work.mode === "new";
    const { refusal, theirs, answer } = await deliver(this.desk, work, fields, action);
    if (work !== this.work) return answer && this.#settle(work, fields, answer);
    if (theirs) return this.encounters.choose(theirs, action);
    if (refusal) return this.#refused(refusal, action);
    if (isNew) keep(`byline/${this.desk.dataset.person}`, fields.byline);
    this.desk.take(answer.change);
    this.#fire("desk:answered", answer);
    this.adopt(fields, answer);
    if (action === "send" && isSame(fields, this.fields)) await this.begin();
    return say(this.composer, answer.said, "saved");
  }

  /** Another one was taken up in the meantime. @param {Work} work @param {Fields} sent @param {any} answer */
  #settle(work, sent, answer) {
    this.desk.take(answer.change);
    if (work.settle(sent, answer, this.desk.tab)) this.#fire("desk:taken", this.work.id);
  }

  /**
   * The newsroom has it. What was typed while it was on its way goes on as the same post.
   * @param {Fields} sent @param {any} answer @param {boolean} [byItself]
   */
  adopt(sent, answer, byItself) {
    const { work } = this;
    this.encounters.theirs = null;
    work.adopt(answer, byItself);
    work.saved = sent;
    if (!isSame(sent, this.fields)) work.keep(this.fields, this.desk.tab);
    this.#attend();
    this.show();
  }

  /** The field that is to blame is where one goes on. @param {Refusal} refusal @param {Action} action */
  #refused(refusal, action) {
    this.fail(refusal, () => this.send(action));
    const field = refusal.field && this.form.elements.namedItem(refusal.field);
    if (field instanceof HTMLElement) field.focus();
  }

  /** @param {Refusal} refusal @param {() => unknown} retry */
  fail(refusal, retry) {
    const { headline, text } = this.fields;
    const isTyped = Boolean(headline || text);
    const isOut = refusal.status === 401;
    if (isTyped) this.work.keep(this.fields, this.desk.tab);
    this.#retry = retry;
    if (refusal.isPassing) this.persevering.later(retry, refusal.seconds);
    if (isOut) this.persevering.onceTold(retry);
    complain(this.composer, reasons(refusal, isTyped, this.composer.dataset.name ?? ""), isOut ? "sign-in" : "retry");
  }

  /** Now, and not only after a while. */
  retry() {
    this.persevering.stop();
    return this.#retry();
  }

  /** Perhaps signed in again, or seen again: what waits is tried now. */
  back() {
    if (this.persevering.isWaiting) this.persevering.now();
    this.presence.again();
  }

  show() {
    const { work, fields, desk, isUnsaved } = this;
    const { status, mayPublish } = desk;
    const company = { other: this.presence.other, isUnsaved };
    show(this.composer, { ...work, fields }, { status, mayPublish, ...company });
    this.#fire("desk:composed", { post: work.mode === "new" ? null : work.id, mode: work.mode, fields });
  }

  /** @param {string} name @param {unknown} detail */
  #fire(name, detail) {
    this.composer.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}
