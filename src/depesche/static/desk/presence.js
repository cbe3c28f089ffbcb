// @ts-check
/**
 * Being at work on a post, and hearing who else is. Who comes second reads along until they take
 * over. Only the page says so: the newsroom refuses nobody, and where it cannot be asked the page
 * keeps silent.
 *
 * @typedef {{name: string, since: string, at: string}} Other somebody else who is at work on it;
 *          `since` a moment, `at` in the words of whoever reads it
 */

import { ask, reach, Refusal } from "./asking.js";

const SIGN = 20_000; // milliseconds between two signs of life; the newsroom waits for 60 s

export class Presence {
  /** @type {string | null} the post */ #id = null;
  /** @type {Other | null} */ other = null;
  #isMine = false;
  #last = -Infinity;
  /** @type {Promise<void>} what was asked last */ #asked = Promise.resolve();
  /** @type {ReturnType<typeof setInterval> | undefined} */ #timer;

  /** @param {{base: string, tab: string}} desk @param {(before: Other | null) => void} tell when `other` is another */
  constructor(desk, tell) {
    this.desk = desk;
    this.tell = tell;
    addEventListener("pagehide", () => this.#isMine && this.#giveBack(this.#url));
    addEventListener("pageshow", ({ persisted }) => persisted && this.again());
  }

  /** At work on that post from now on, unless somebody else is. @param {string} id */
  take(id) {
    if (id === this.#id && (this.other || performance.now() - this.#last < SIGN)) return undefined;
    if (id !== this.#id) this.leave();
    this.#id = id;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.again(), SIGN);
    return this.again();
  }

  /** A sign of life; or, after somebody else, whether it is free now. */
  again() {
    if (this.#id) this.#asked = this.#ask(false);
    return this.#asked;
  }

  takeOver() {
    return (this.#asked = this.#ask(true));
  }

  leave() {
    clearInterval(this.#timer);
    const url = this.#url;
    if (this.#id && !this.other) this.#asked.then(() => this.#giveBack(url)); // in this order
    this.#id = null;
    this.#isMine = false;
    this.#last = -Infinity;
    this.#become(null);
  }

  /** What the row of a post says. @param {HTMLElement} row */
  hear(row) {
    if (row.dataset.id !== this.#id) return;
    const label = row.querySelector(".at-work");
    const { tab, name = "", since = "", at = "" } = label instanceof HTMLElement ? label.dataset : {};
    this.#isMine = tab === this.desk.tab;
    if (tab) this.#become(this.#isMine ? null : { name, since, at });
    else this.again();
  }

  /** @param {boolean} over */
  async #ask(over) {
    const id = this.#id;
    this.#last = performance.now();
    try {
      const answer = await ask("PUT", this.#url, { body: { over } });
      if (id !== this.#id) return;
      this.#isMine = answer.is_mine;
      this.#become(answer.is_mine ? null : answer);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
    }
  }

  /** @param {string} url */
  #giveBack(url) {
    reach(url, { method: "DELETE", keepalive: true }).catch(() => {});
  }

  /** @param {Other | null} other */
  #become(other) {
    const before = this.other;
    this.other = other;
    if (!isSame(before, other)) this.tell(before);
  }

  get #url() {
    return `${this.desk.base}/posts/${this.#id}/presence/${this.desk.tab}`;
  }
}

/** @param {Other | null} one @param {Other | null} other */
function isSame(one, other) {
  if (!one || !other) return one === other;
  return one.name === other.name && Date.parse(one.since) === Date.parse(other.since);
}
