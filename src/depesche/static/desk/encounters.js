// @ts-check
/**
 * What others, or the clock, make of the post in hand while somebody is at work on it: another
 * version, a return, a release, a discard. It is said aloud, and nothing goes out over it unasked.
 *
 * @import { Composing } from "./composing.js"
 * @import { News } from "./news.js"
 * @import { Other } from "./presence.js"
 * @import { Action } from "./sending.js"
 */

import { ask, Refusal } from "./asking.js";
import { isConfirmed, part } from "./dialogs.js";
import { fill, isSame, merged } from "./fields.js";
import { discarded, released, returned } from "./news.js";
import { fetched } from "./recalling.js";
import { complain, say } from "./saying.js";
import { sentence } from "./sentences.js";
import { chosen } from "./versions.js";
import { Work } from "./working.js";

export class Encounters {
  /** @type {any} a version by somebody else that stands in the way */ theirs = null;
  /** @type {News | null} what became of the post in hand, unseen perhaps */ #news = null;

  /** @param {Composing} composing */
  constructor(composing) {
    this.composing = composing;
  }

  /** Another post is in hand. */
  forget() {
    this.theirs = null;
    this.#news = null;
  }

  /** Whether something else than what is typed has to be said; it is. */
  get isPending() {
    if (this.theirs) this.disagree(this.theirs);
    else if (this.#news && !this.composing.work.isDraft) complain(this.composing.composer, this.#news.told, this.#help);
    else return false;
    return true;
  }

  /** Whether it cannot be sent from here now; that is said. @param {Action} action */
  isHeldBack(action) {
    const { other } = this.composing.presence;
    const { composer, isWaiting, work } = this.composing;
    if (work.status === "discarded") this.#tell(discarded());
    else if (other) say(composer, sentence("held-back", { name: other.name }));
    else if (action !== "send" && !isWaiting) say(composer, sentence("no-draft"));
    else return false;
    return true;
  }

  /** After such news nothing goes out unasked. @param {Action} action */
  async isMeant(action) {
    const news = action === "send" && this.#news;
    if (news && !(await isConfirmed(news.heading, news.question))) return false;
    if (news) this.#news = null;
    return true;
  }

  /** @param {News} news */
  #tell(news) {
    this.#news = news;
    complain(this.composing.composer, news.told, this.#help);
  }

  get #help() {
    return this.composing.work.status === "discarded" ? "recover" : "";
  }

  /** Somebody else saved the post, and nobody has chosen yet. @param {any} theirs their version */
  disagree(theirs) {
    if (this.#isReturned(theirs)) return this.#takeReturn(theirs);
    this.theirs = theirs;
    const facts = { name: theirs.saved_by || sentence("somebody"), at: theirs.saved_at };
    complain(this.composing.composer, sentence("theirs", facts), "versions");
  }

  /** Both versions side by side, for one that goes on. */
  compare() {
    return this.theirs && this.choose(this.theirs, "autosave");
  }

  /** Whether it was sent back, and its words are those that we know. @param {any} theirs */
  #isReturned(theirs) {
    const { saved } = this.composing.work;
    return theirs.kind === "returned" && saved && isSame(saved, { ...saved, ...theirs });
  }

  /** Back as a draft; who submits it again shall know. @param {any} theirs */
  #takeReturn(theirs) {
    this.composing.adopt(this.composing.work.saved ?? this.composing.fields, theirs);
    this.#tell(returned(theirs));
  }

  /** @param {any} theirs @param {Action} action @returns {Promise<unknown>} */
  async choose(theirs, action) {
    const { composing } = this;
    const { work, fields, isWaiting } = composing;
    if (this.#isReturned(theirs)) return this.#takeReturn(theirs);
    const mine = merged(work.saved, fields, theirs);
    const choice = await chosen(composing.desk, composing.form, theirs, { fields, mine });
    if (!choice) return this.disagree(theirs);
    this.theirs = null;
    work.adopt(theirs, work.mode === "new");
    fill(composing.form, { ...fields, ...theirs });
    work.saved = composing.fields;
    if (choice === "theirs") return composing.take(work, { ...fields, ...theirs }, theirs);
    fill(composing.form, { ...mine, ...choice });
    work.keep(composing.fields, composing.desk.tab);
    composing.show();
    if (isWaiting && !composing.isWaiting) return this.#tell(released(theirs.saved_at));
    return action === "autosave" ? composing.typed() : composing.deliver(action);
  }

  /** What others, or the clock, have made of the post in hand. @param {HTMLElement} row */
  hear(row) {
    const { work } = this.composing;
    this.composing.presence.hear(row);
    if (row.dataset.id !== work.id || this.#isUnderWay) return;
    const isOut = this.composing.isWaiting && row.dataset.status === "published";
    if (isOut) work.mode = "amend";
    if (Number(row.dataset.revision) > (work.revision ?? 0)) this.#catchUp();
    else this.#hearOf(row, isOut);
    this.composing.show();
  }

  /** The words are the same, but not what became of them. @param {HTMLElement} row @param {boolean} isOut */
  #hearOf(row, isOut) {
    const wasDiscarded = this.composing.work.status === "discarded";
    const isDiscarded = row.dataset.status === "discarded";
    if (isOut && this.#isTouched) this.#tell(released(part(row, "time").textContent ?? ""));
    if (isDiscarded && !wasDiscarded) this.#lose();
    if (wasDiscarded && !isDiscarded) this.#goOn();
  }

  /** The draft in hand was discarded. It is left, unless somebody types in it. */
  async #lose() {
    const { work } = this.composing;
    const isTouched = this.#isTouched;
    work.status = "discarded";
    this.composing.autosaving.stop();
    if (isTouched) return this.#tell(discarded());
    work.forget();
    if (Work.begun(this.composing.who) === work.id) this.composing.blank();
    else await this.composing.begin();
    return say(this.composing.composer, sentence("discarded"));
  }

  /** The draft in hand was taken back. */
  #goOn() {
    this.#news = null;
    this.composing.work.status = "draft";
    say(this.composing.composer, "");
    this.composing.autosaving.soon();
  }

  /** Take back the draft in hand, which was discarded. */
  async recover() {
    const { desk, work } = this.composing;
    try {
      desk.take((await ask("DELETE", `${desk.base}/posts/${work.id}/discard`)).change);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.composing.fail(refusal, () => this.recover());
    }
  }

  /** There is a newer version. */
  async #catchUp() {
    const { isUnsaved, presence, work } = this.composing;
    if (!isUnsaved && (presence.other || !this.#isTouched)) return this.composing.open(work.id, work.mode);
    if (!presence.other) await this.#look(work);
  }

  /** Whether what the newsroom has by now stands in the way. @param {Work} work */
  async #look(work) {
    const theirs = await fetched(this.composing.desk.base, work.id, work.mode).catch(() => null);
    if (work !== this.composing.work || this.#isUnderWay) return;
    if (theirs && work.isUnseen(theirs)) this.disagree(theirs);
  }

  /** Whether something was sent and not answered yet. */
  get #isUnderWay() {
    return this.composing.isBusy || this.composing.autosaving.isGoing;
  }

  /** Whether somebody types in it, or did. */
  get #isTouched() {
    return this.composing.isUnsaved || this.composing.form.contains(document.activeElement);
  }

  /** Somebody else is at work on it, or no longer. @param {Other | null} before */
  meet(before) {
    const { composing } = this;
    composing.show();
    if (before && !composing.presence.other && !composing.isUnsaved) composing.open(composing.work.id, composing.work.mode);
  }

  async takeOver() {
    await this.composing.presence.takeOver();
    this.composing.form.querySelector("textarea")?.focus();
  }
}
