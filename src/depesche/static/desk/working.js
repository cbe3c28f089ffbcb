// @ts-check
/**
 * The post in hand: which one it is, what is known of it, and what was typed. Until the newsroom
 * has it, all of it is kept in this browser under the post's own id; which one is open, in the tab.
 *
 * @import { Fields } from "./fields.js"
 * @import { Mode } from "./sending.js"
 * @typedef {{id: string, mode: Mode, revision: number | null, status: string,
 *            correction: string, lost: string[], saved: Fields | null}} State
 * @typedef {{state: State, fields: Fields, tab: string}} Left what was typed and not saved
 */

import { isSame } from "./fields.js";
import { forget, keep, kept, keptUnder, newId } from "./keeping.js";

const LOST = 20; // sendings to remember
const WRITTEN = ["headline", "text", "picture", "alt", "caption", "credit", "scheduled_at", "embargoed_until", "positions"];

export class Work {
  /** @param {string} who coverage and person @param {Partial<State>} [state] */
  constructor(who, state = {}) {
    const { id, mode, revision, status, correction, lost, saved } = { ...begun(), ...state };
    this.who = who;
    this.id = id;
    this.mode = mode;
    this.revision = revision;
    this.status = status;
    this.correction = correction;
    this.lost = lost; // the names of what was sent and perhaps arrived; the last ones
    this.sending = ""; // the name of what is on its way
    this.saved = saved; // as the newsroom had it at that revision
  }

  /** What was typed into this post and never saved. @param {string} who @param {string} id @returns {Left | null} */
  static before(who, id) {
    return kept(`${who}/${id}`);
  }

  /** Everything that was typed and never saved. @param {string} who @returns {Left[]} */
  static left(who) {
    return keptUnder(`${who}/`);
  }

  /** What this tab had open last. @param {string} who @returns {{id: string, mode: Mode} | null} */
  static open(who) {
    return kept(`${who}/open`, sessionStorage);
  }

  /** The new post that this tab had begun. @param {string} who @returns {string | null} */
  static begun(who) {
    return kept(`${who}/new`, sessionStorage);
  }

  /** This tab begins with nothing. @param {string} who */
  static clear(who) {
    for (const what of ["open", "new"]) forget(`${who}/${what}`, sessionStorage);
  }

  /** Whether the newsroom may have heard of it. */
  get isKnown() {
    return this.revision !== null || this.lost.length > 0;
  }

  /** Whether it is a draft, which is saved by itself while somebody types. */
  get isDraft() {
    return ["new", "edit"].includes(this.mode) && ["", "draft"].includes(this.status);
  }

  /** Whether it was begun here, saved by itself, and then emptied again. @param {Fields} fields */
  isEmptied(fields) {
    if (this.mode !== "new" || this.status !== "draft" || this.revision === null) return false;
    return !WRITTEN.some((name) => String(fields[name] ?? "").trim());
  }

  /** The page begins with this one again. */
  begin() {
    keep(`${this.who}/open`, { id: this.id, mode: this.mode }, sessionStorage);
    if (this.mode === "new") keep(`${this.who}/new`, this.id, sessionStorage);
  }

  /** Whether something was typed that the newsroom does not have. @param {Fields} fields */
  isUnsaved(fields) {
    if (this.saved) return !isSame(this.saved, fields);
    return Boolean(fields.headline || fields.text);
  }

  /** @param {Fields} fields @param {string} tab */
  keep(fields, tab) {
    const { id, mode, revision, status, correction, lost, saved } = this;
    const state = { id, mode, revision, status, correction, lost, saved };
    keep(`${this.who}/${id}`, { state, fields, tab });
  }

  forget() {
    forget(`${this.who}/${this.id}`);
  }

  /** It is on its way, under a name of its own. @param {Fields} fields @param {string} tab */
  send(fields, tab) {
    this.sending = newId();
    this.lost = [...this.lost, this.sending].slice(-LOST);
    this.keep(fields, tab);
  }

  /** Whether it is a newer version, by somebody else. @param {{revision: number, sending: string}} there */
  isUnseen(there) {
    return there.revision > (this.revision ?? 0) && !this.isOurs(there);
  }

  /** Whether that version is one of ours, whose answer was lost. @param {{sending: string}} there */
  isOurs(there) {
    return this.lost.includes(there.sending);
  }

  /**
   * The newsroom has it, as this. A post that was saved by itself goes on as the new one it was.
   * @param {{revision: number, status: string}} post @param {boolean} [byItself]
   */
  adopt(post, byItself = false) {
    this.forget();
    this.#become(post, byItself);
    this.begin();
  }

  /**
   * The newsroom has what was sent, and another post is in hand by now: what was typed after it
   * stays in this browser. Returns whether there is such a thing.
   * @param {Fields} sent @param {{revision: number, status: string}} post @param {string} tab
   */
  settle(sent, post, tab) {
    const left = Work.before(this.who, this.id);
    this.#become(post, false);
    this.saved = sent;
    this.forget();
    if (!left || isSame(sent, left.fields)) return false;
    this.keep(left.fields, tab);
    return true;
  }

  /** @param {{revision: number, status: string}} post @param {boolean} byItself */
  #become(post, byItself) {
    this.revision = post.revision;
    this.status = post.status;
    this.lost = [];
    if (post.status === "published" && this.mode !== "correct") this.mode = "amend";
    else if (this.mode === "new" && !byItself) this.mode = "edit";
    if (this.mode !== "new" && Work.begun(this.who) === this.id) forget(`${this.who}/new`, sessionStorage);
  }
}

/** From the first letter on it has an id: sending it twice is harmless. @returns {State} */
function begun() {
  return { id: newId(), mode: "new", revision: null, status: "", correction: newId(), lost: [], saved: null };
}
