// @ts-check
/**
 * Says how many posts are new: on the button and in the title at once, and to a screen reader
 * seldom, never more than the number. And how the page is connected: since when nothing has come,
 * and that it is back.
 *
 * @import { State } from "../live/following.js"
 */

import { timeOf } from "../live/clock.js";
import { isPaused } from "../live/pausing.js";

const QUIET = 3e4; // milliseconds between two announcements to a screen reader

export class Announcing {
  #title = document.title;
  #said = -QUIET;
  /** @type {Set<string>} posts that a screen reader has not been told of */ #untold = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #telling;

  /** @param {HTMLElement} coverage with the words, the button and the status line */
  constructor(coverage) {
    this.coverage = coverage;
  }

  stop() {
    clearTimeout(this.#telling);
  }

  /** A post is new. @param {string} id */
  hear(id) {
    this.#untold.add(id);
    this.speak();
  }

  /** So many wait. @param {number} waiting */
  count(waiting) {
    const button = /** @type {HTMLElement | null} */ (this.coverage.querySelector(".new-posts"));
    if (button) {
      button.hidden = !waiting;
      button.textContent = this.#words(waiting);
    }
    document.title = waiting ? `(${waiting}) ${this.#title}` : this.#title;
  }

  /** @param {string} words */
  say(words) {
    const line = this.coverage.querySelector("[data-status-line]");
    if (line) line.textContent = words;
  }

  /** @param {State} state @param {number} at since when */
  connected(state, at) {
    const line = /** @type {HTMLElement} */ (this.coverage.querySelector(".connection"));
    const { textLost = "", textTrying = "", textBack = "" } = this.coverage.dataset;
    const isLost = state === "lost";
    this.coverage.dataset.connection = state;
    if (isLost !== line.hidden) return; // it says so already
    line.hidden = !isLost;
    line.textContent = `${textLost.replace("{}", timeOf(this.coverage, at))} ${textTrying}`;
    this.say(isLost ? line.textContent : textBack);
  }

  /** What came too soon after the last announcement is made up for later. */
  speak() {
    clearTimeout(this.#telling);
    const pause = this.#said + QUIET - performance.now();
    if (pause > 0) {
      this.#telling = setTimeout(() => this.speak(), pause);
    } else if (this.#untold.size && !isPaused()) {
      this.#said = performance.now();
      this.say(this.#words(this.#untold.size));
      this.#untold.clear();
    }
  }

  /** @param {number} count */
  #words(count) {
    const { textNewOne = "", textNewMany = "" } = this.coverage.dataset;
    return count === 1 ? textNewOne : textNewMany.replace("{}", String(count));
  }
}
