// @ts-check
/**
 * Work on one post after the other: taken up, sent, saved, left. The element <post-composer> is
 * how it looks; this is how it goes.
 *
 * @import { Fields } from "./fields.js"
 * @import { News } from "./news.js"
 * @import { Other } from "./presence.js"
 * @import { Recalled } from "./recalling.js"
 * @import { More } from "./asking.js"
 * @import { Action, Mode } from "./sending.js"
 * @import { CoverageDesk as Desk } from "./coverage-desk.js"
 */

import { ask, Refusal } from "./asking.js";
import { Autosaving } from "./autosaving.js";
import { deliver, discard } from "./delivering.js";
import { isConfirmed, part } from "./dialogs.js";
import { fill, isSame, merged, read } from "./fields.js";
import { keep, kept } from "./keeping.js";
import { isOver, onlyDrafts, show } from "./modes.js";
import { discarded, released, returned } from "./news.js";
import { Persevering } from "./persevering.js";
import { Presence } from "./presence.js";
import { fetched, recall, reconciled } from "./recalling.js";
import { complain, occupy, reasons, say, sayHere } from "./saying.js";
import { sentence } from "./sentences.js";
import { chosen } from "./versions.js";
import { Work } from "./working.js";

export class Composing {
  /** @type {() => unknown} */ #retry = () => {};
  /** @type {any} a version by somebody else that stands in the way */ #theirs = null;
  /** @type {News | null} what became of the post in hand, unseen perhaps */ #news = null;
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
    return !this.#theirs && !this.presence.other && this.work.isEmptied(this.fields);
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
    this.#blank();
    const answer = await discard(this.desk, work, more);
    if (answer) this.desk.take(answer.change);
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
    this.#news = null;
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
    if (this.#theirs) return this.disagree(this.#theirs);
    if (this.#news && !work.isDraft) return complain(this.composer, this.#news.told, this.#help);
    sayHere(this.composer);
    if (work.isDraft) this.autosaving.soon();
  }

  /** @param {Action} action */
  async send(action) {
    if (this.#busy || this.#isHeldBack(action) || !(await this.#isMeant(action))) return;
    const isDraft = this.isWaiting && onlyDrafts(this.desk);
    this.autosaving.stop();
    this.persevering.stop();
    await this.#occupied(() => this.#deliver(isDraft ? "save" : action));
    if (this.mayAutosave) this.autosaving.soon();
  }

  /** Whether it cannot be sent from here now; that is said. @param {Action} action */
  #isHeldBack(action) {
    const { other } = this.presence;
    if (this.work.status === "discarded") this.#tell(discarded());
    else if (other) say(this.composer, sentence("held-back", { name: other.name }));
    else if (action !== "send" && !this.isWaiting) say(this.composer, sentence("no-draft"));
    else return false;
    return true;
  }

  /** After such news nothing goes out unasked. @param {Action} action */
  async #isMeant(action) {
    const news = action === "send" && this.#news;
    if (news && !(await isConfirmed(news.heading, news.question))) return false;
    if (news) this.#news = null;
    return true;
  }

  /** @param {News} news */
  #tell(news) {
    this.#news = news;
    complain(this.composer, news.told, this.#help);
  }

  get #help() {
    return this.work.status === "discarded" ? "recover" : "";
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
    if (work !== this.work) return answer && this.#settle(work, fields, answer);
    if (theirs) return this.#choose(theirs, action);
    if (refusal) return this.#refused(refusal, action);
    if (isNew) keep(`byline/${this.desk.dataset.person}`, fields.byline);
    this.desk.take(answer.change);
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

  /** Somebody else saved the post, and nobody has chosen yet. @param {any} theirs their version */
  disagree(theirs) {
    if (this.#isReturned(theirs)) return this.#takeReturn(theirs);
    this.#theirs = theirs;
    const facts = { name: theirs.saved_by || sentence("somebody"), at: theirs.saved_at };
    complain(this.composer, sentence("theirs", facts), "versions");
  }

  /** Both versions side by side, for one that goes on. */
  compare() {
    return this.#theirs && this.#choose(this.#theirs, "autosave");
  }

  /** Whether it was sent back, and its words are those that we know. @param {any} theirs */
  #isReturned(theirs) {
    return theirs.kind === "returned" && this.work.saved && isSame(this.work.saved, { ...this.work.saved, ...theirs });
  }

  /** Back as a draft; who submits it again shall know. @param {any} theirs */
  #takeReturn(theirs) {
    this.adopt(this.work.saved ?? this.fields, theirs);
    this.#tell(returned(theirs));
  }

  /** @param {any} theirs @param {Action} action @returns {Promise<unknown>} */
  async #choose(theirs, action) {
    const { work, fields, isWaiting } = this;
    if (this.#isReturned(theirs)) return this.#takeReturn(theirs);
    const mine = merged(work.saved, fields, theirs);
    const choice = await chosen(this.desk, this.form, theirs, { fields, mine });
    if (!choice) return this.disagree(theirs);
    this.#theirs = null;
    work.adopt(theirs, work.mode === "new");
    fill(this.form, { ...fields, ...theirs });
    work.saved = this.fields;
    if (choice === "theirs") return this.#take(work, { ...fields, ...theirs }, theirs);
    fill(this.form, { ...mine, ...choice });
    work.keep(this.fields, this.desk.tab);
    this.show();
    if (isWaiting && !this.isWaiting) return this.#tell(released(theirs.saved_at));
    return action === "autosave" ? this.typed() : this.#deliver(action);
  }

  /** What others, or the clock, have made of the post in hand. @param {HTMLElement} row */
  hear(row) {
    const { work } = this;
    this.presence.hear(row);
    if (row.dataset.id !== work.id || this.#isUnderWay) return;
    const isOut = this.isWaiting && row.dataset.status === "published";
    if (isOut) work.mode = "amend";
    if (Number(row.dataset.revision) > (work.revision ?? 0)) this.#catchUp();
    else this.#hearOf(row, isOut);
    this.show();
  }

  /** The words are the same, but not what became of them. @param {HTMLElement} row @param {boolean} isOut */
  #hearOf(row, isOut) {
    const wasDiscarded = this.work.status === "discarded";
    const isDiscarded = row.dataset.status === "discarded";
    if (isOut && this.#isTouched) this.#tell(released(part(row, "time").textContent ?? ""));
    if (isDiscarded && !wasDiscarded) this.#lose();
    if (wasDiscarded && !isDiscarded) this.#goOn();
  }

  /** The draft in hand was discarded. It is left, unless somebody types in it. */
  async #lose() {
    const { work } = this;
    const isTouched = this.#isTouched;
    work.status = "discarded";
    this.autosaving.stop();
    if (isTouched) return this.#tell(discarded());
    work.forget();
    if (Work.begun(this.who) === work.id) this.#blank();
    else await this.begin();
    return say(this.composer, sentence("discarded"));
  }

  /** The draft in hand was taken back. */
  #goOn() {
    this.#news = null;
    this.work.status = "draft";
    say(this.composer, "");
    this.autosaving.soon();
  }

  /** Take back the draft in hand, which was discarded. */
  async recover() {
    try {
      this.desk.take((await ask("DELETE", `${this.desk.base}/posts/${this.work.id}/discard`)).change);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.fail(refusal, () => this.recover());
    }
  }

  /** There is a newer version. */
  async #catchUp() {
    const { work } = this;
    if (!this.isUnsaved && (this.presence.other || !this.#isTouched)) return this.open(work.id, work.mode);
    if (!this.presence.other) await this.#look(work);
  }

  /** Whether what the newsroom has by now stands in the way. @param {Work} work */
  async #look(work) {
    const theirs = await fetched(this.desk.base, work.id, work.mode).catch(() => null);
    if (work !== this.work || this.#isUnderWay) return;
    if (theirs && work.isUnseen(theirs)) this.disagree(theirs);
  }

  /** Whether something was sent and not answered yet. */
  get #isUnderWay() {
    return this.#busy || this.autosaving.isGoing;
  }

  /** Whether somebody types in it, or did. */
  get #isTouched() {
    return this.isUnsaved || this.form.contains(document.activeElement);
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
