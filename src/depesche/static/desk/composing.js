// @ts-check
/**
 * Work on one post after the other: taken up, sent, saved, left. The element <post-composer> is
 * how it looks; this is how it goes.
 *
 * @import { Fields } from "./fields.js"
 * @import { Other } from "./presence.js"
 * @import { Recalled } from "./recalling.js"
 * @import { Refusal } from "./asking.js"
 * @import { Action, Mode } from "./sending.js"
 * @import { CoverageDesk as Desk } from "./coverage-desk.js"
 */

import { Autosaving } from "./autosaving.js";
import { deliver } from "./delivering.js";
import { fill, isSame, read } from "./fields.js";
import { keep, kept } from "./keeping.js";
import { isOver, onlyDrafts, show } from "./modes.js";
import { Persevering } from "./persevering.js";
import { Presence } from "./presence.js";
import { recall, reconciled } from "./recalling.js";
import { complain, occupy, reasons, say, sayHere } from "./saying.js";
import { sentence } from "./sentences.js";
import { chosen } from "./versions.js";
import { Work } from "./working.js";

export class Composing {
  /** @type {() => unknown} */ #retry = () => {};
  /** @type {any} a version by somebody else that stands in the way */ #theirs = null;
  #busy = false;
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
    this.presence = new Presence(desk, (before) => this.#meet(before));
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

  /** Whether what stands here may be saved by itself, and needs to be. */
  get mayAutosave() {
    if (!this.work.isDraft || this.#theirs || this.presence.other) return false;
    if (this.#busy || this.persevering.isWaiting) return false; // for what was asked for by hand, too
    return this.isUnsaved && !isOver(this.work.mode, this.desk);
  }

  /** On with what was open here last; what was typed before this script had come is kept, too. */
  async resume() {
    const open = Work.open(this.who);
    const early = this.fields;
    if (open) await this.open(open.id, open.mode);
    else this.#blank();
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
    else this.#blank();
  }

  #blank() {
    const byline = kept(`byline/${this.desk.dataset.person}`) ?? this.composer.dataset.name;
    this.#take(new Work(this.who), { class: "correction", byline }, null);
  }

  /** A post that exists; what was typed over it before and never saved is back. @param {string} id @param {Mode} mode */
  async open(id, mode) {
    const number = ++this.#opening;
    this.autosaving.now();
    const recalled = await recall(this.desk.base, this.who, id, mode);
    if (number !== this.#opening) return;
    const { fields, refusal } = recalled;
    if (!refusal || fields) this.#takeUp(reconciled(recalled));
    if (refusal) this.fail(refusal, () => this.open(id, mode));
  }

  /** @param {Recalled} recalled */
  #takeUp({ work, fields, post }) {
    if (!post && !fields) return this.#blank();
    this.#take(work, { class: "correction", ...post, ...fields }, post);
    if (!fields && work.isDraft) say(this.composer, sentence("saved-there", { at: post.saved_at }), "saved");
    if (!fields) return;
    work.keep(this.fields, this.desk.tab);
    say(this.composer, sentence("restored"), "here");
    this.autosaving.soon();
  }

  /** @param {Work} work @param {Fields} fields @param {any} post as the newsroom has it */
  #take(work, fields, post) {
    this.persevering.stop();
    this.autosaving.stop();
    this.#theirs = null;
    this.work = work;
    work.begin();
    if (post) fill(this.form, { class: "correction", ...post });
    work.saved = post && this.fields;
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
    if (this.#theirs) return this.disagree(this.#theirs);
    sayHere(this.composer);
    if (work.isDraft) this.autosaving.soon();
  }

  /** @param {Action} action */
  async send(action) {
    if (this.#busy || (action !== "send" && !this.isWaiting) || this.presence.other) return;
    const isDraft = this.isWaiting && onlyDrafts(this.desk);
    this.autosaving.stop();
    this.persevering.stop();
    await this.#occupied(() => this.#deliver(isDraft ? "save" : action));
    if (this.mayAutosave) this.autosaving.soon();
  }

  /** @param {() => Promise<unknown>} what */
  async #occupied(what) {
    this.#busy = true;
    occupy(this.composer, true);
    try {
      await what();
    } finally {
      this.#busy = false;
      occupy(this.composer, false);
    }
  }

  /** @param {Action} action @returns {Promise<unknown>} */
  async #deliver(action) {
    const { work, fields } = this;
    const isNew = work.mode === "new";
    const { refusal, theirs, answer } = await deliver(this.desk, work, fields, action);
    if (work !== this.work) return answer && work.forget(); // another one was taken up in the meantime
    if (theirs) return this.#choose(theirs, action);
    if (refusal) return this.#refused(refusal, action);
    if (isNew) keep(`byline/${this.desk.dataset.person}`, fields.byline);
    this.desk.take(answer.change);
    this.adopt(fields, answer);
    if (action === "send" && isSame(fields, this.fields)) await this.begin();
    return say(this.composer, answer.said, "saved");
  }

  /**
   * The newsroom has it. What was typed while it was on its way goes on as the same post.
   * @param {Fields} sent @param {any} answer @param {boolean} [byItself]
   */
  adopt(sent, answer, byItself) {
    const { work } = this;
    this.#theirs = null;
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
    complain(this.composer, reasons(refusal, isTyped), isOut ? "sign-in" : "retry");
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

  /** Somebody else saved the post, and nobody has chosen yet. @param {any} theirs their version */
  disagree(theirs) {
    this.#theirs = theirs;
    const facts = { name: theirs.saved_by || sentence("somebody"), at: theirs.saved_at };
    complain(this.composer, sentence("theirs", facts), "versions");
  }

  /** Both versions side by side, for one that goes on. */
  compare() {
    return this.#theirs && this.#choose(this.#theirs, "autosave");
  }

  /** @param {any} theirs @param {Action} action @returns {Promise<unknown>} */
  async #choose(theirs, action) {
    const { work, fields } = this;
    const choice = await chosen(this.desk, theirs, fields);
    if (!choice) return this.disagree(theirs);
    this.#theirs = null;
    work.adopt(theirs, work.mode === "new");
    if (choice === "theirs") return this.#take(work, { ...fields, ...theirs }, theirs);
    fill(this.form, { ...fields, ...choice });
    work.keep(this.fields, this.desk.tab);
    this.show();
    return action === "autosave" ? this.typed() : this.#deliver(action);
  }

  /** What others, or the clock, have made of the post in hand. @param {HTMLElement} row */
  hear(row) {
    const { work } = this;
    this.presence.hear(row);
    if (row.dataset.id !== work.id || this.#busy || this.autosaving.isGoing) return;
    const isOut = this.isWaiting && row.dataset.status === "published";
    if (isOut) work.mode = "amend";
    if (this.#isBehind(row)) this.open(work.id, work.mode);
    else this.show();
  }

  /** Whether there is a newer version, and nothing typed that it would disturb. @param {HTMLElement} row */
  #isBehind(row) {
    if (Number(row.dataset.revision) <= (this.work.revision ?? 0) || this.isUnsaved) return false;
    return this.presence.other !== null || !this.form.contains(document.activeElement);
  }

  /** Somebody else is at work on it, or no longer. @param {Other | null} before */
  #meet(before) {
    this.show();
    if (before && !this.presence.other && !this.isUnsaved) this.open(this.work.id, this.work.mode);
  }

  async takeOver() {
    await this.presence.takeOver();
    this.form.querySelector("textarea")?.focus();
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
