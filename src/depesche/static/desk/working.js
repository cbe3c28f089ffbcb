// @ts-check
/**
 * The post in hand: which one it is, what is known of it, and what was typed. Until the newsroom
 * has it, all of it is kept in this browser under the post's own id; which one is open, in the tab.
 *
 * @import { Fields } from "./fields.js"
 * @import { Mode } from "./sending.js"
 * @typedef {{id: string, mode: Mode, revision: number | null, status: string,
 *            correction: string, lost: Fields[]}} State
 * @typedef {{state: State, fields: Fields, tab: string}} Left what was typed and not saved
 */

import { isSame } from "./fields.js";
import { forget, keep, kept, keptUnder, newId } from "./keeping.js";

const LOST = 4; // sendings to remember

export class Work {
  /** @param {string} who coverage and person @param {Partial<State>} [state] */
  constructor(who, state = {}) {
    this.who = who;
    this.id = state.id ?? newId(); // from the first letter on: sending it twice is harmless
    /** @type {Mode} */ this.mode = state.mode ?? "new";
    this.revision = state.revision ?? null;
    this.status = state.status ?? "";
    this.correction = state.correction ?? newId();
    /** @type {Fields[]} sent, and nobody knows whether they arrived; the last ones */
    this.lost = state.lost ?? [];
    /** @type {Fields | null} as the newsroom has it */
    this.saved = null;
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
    const { id, mode, revision, status, correction, lost } = this;
    keep(`${this.who}/${id}`, { state: { id, mode, revision, status, correction, lost }, fields, tab });
  }

  forget() {
    forget(`${this.who}/${this.id}`);
  }

  /** It is on its way. @param {Fields} fields @param {string} tab */
  send(fields, tab) {
    this.lost = [...this.lost, fields].slice(-LOST);
    this.keep(fields, tab);
  }

  /** Whether these words are ones of ours, whose answer was lost. @param {Fields} there */
  isOurs(there) {
    return this.lost.some((sent) => isSame(sent, there, ["headline", "text"]));
  }

  /**
   * The newsroom has it, as this. A post that was saved by itself goes on as the new one it was.
   * @param {{revision: number, status: string}} post @param {boolean} [byItself]
   */
  adopt(post, byItself = false) {
    this.forget();
    this.revision = post.revision;
    this.status = post.status;
    this.lost = [];
    if (post.status === "published" && this.mode !== "correct") this.mode = "amend";
    else if (this.mode === "new" && !byItself) this.mode = "edit";
    if (this.mode !== "new" && Work.begun(this.who) === this.id) forget(`${this.who}/new`, sessionStorage);
    this.begin();
  }
}
