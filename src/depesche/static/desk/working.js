// @ts-check
/**
 * The post in hand: which one it is, what was known of it, and what was typed. All of it is kept
 * in this browser until the newsroom has it.
 *
 * @import { Fields } from "./fields.js"
 * @import { Mode } from "./sending.js"
 * @typedef {{id: string, mode: Mode, revision: number | null, status: string,
 *            correction: string, lost: Fields | null}} State
 */

import { forget, keep, kept, newId } from "./keeping.js";

export class Work {
  /** @param {string} who coverage and person @param {Partial<State>} [state] */
  constructor(who, state = {}) {
    this.who = who;
    this.id = state.id ?? newId(); // from the first letter on: sending it twice is harmless
    /** @type {Mode} */ this.mode = state.mode ?? "new";
    this.revision = state.revision ?? null;
    this.status = state.status ?? "";
    this.correction = state.correction ?? newId();
    /** @type {Fields | null} sent, and nobody knows whether it arrived */
    this.lost = state.lost ?? null;
  }

  /** The new post as it was left, or a blank one. @param {string} who */
  static fresh(who) {
    const before = kept(`${who}/new`);
    return { work: new Work(who, before?.state), fields: before?.fields ?? null };
  }

  /** What was typed over a post that exists and never saved. @param {string} who @param {string} id */
  static before(who, id) {
    return kept(`${who}/${id}`);
  }

  /** Which post was open here last. @param {string} who @returns {{id: string, mode: Mode} | null} */
  static open(who) {
    return kept(who);
  }

  get #key() {
    return `${this.who}/${this.mode === "new" ? "new" : this.id}`;
  }

  /** The page begins with this one again. */
  begin() {
    keep(this.who, this.mode === "new" ? null : { id: this.id, mode: this.mode });
  }

  /** @param {Fields} fields */
  keep(fields) {
    const { id, mode, revision, status, correction, lost } = this;
    keep(this.#key, { state: { id, mode, revision, status, correction, lost }, fields });
  }

  forget() {
    forget(this.#key);
  }

  /** The newsroom has it, as this. @param {{revision: number, status: string}} post */
  adopt(post) {
    this.forget();
    this.revision = post.revision;
    this.status = post.status;
    this.lost = null;
    if (post.status === "published" && this.mode !== "correct") this.mode = "amend";
    else if (this.mode === "new") this.mode = "edit";
    this.begin();
  }
}
