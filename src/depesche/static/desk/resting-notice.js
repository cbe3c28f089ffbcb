// @ts-check
/**
 * <resting-notice>: after a correction or a withdrawal, what in the dossier rests on that post. It
 * is asked once; whoever goes on writing finds it at the dossier desk.
 *
 * @typedef {{id: string, resting?: string[]}} Answer
 */

import { ask, Refusal } from "./asking.js";
import { sentence } from "./sentences.js";

const NAMED = 3; // entries by their names

class RestingNotice extends HTMLElement {
  #post = "";

  connectedCallback() {
    this.#desk.addEventListener("desk:answered", (event) => {
      const { id, resting } = /** @type {CustomEvent<Answer>} */ (event).detail;
      if (resting?.length) this.#ask(id, resting);
    });
    this.addEventListener("click", (event) => {
      const { keep, later } = /** @type {HTMLElement} */ (event.target).dataset;
      if (keep !== undefined) this.#keep();
      if (later !== undefined) this.hidden = true;
    });
  }

  /** @param {string} post @param {string[]} resting */
  #ask(post, resting) {
    this.#post = post;
    const names = resting.slice(0, NAMED);
    const more = resting.length > NAMED ? " …" : "";
    const count = String(resting.length);
    this.#say(sentence(resting.length === 1 ? "rests" : "rest", { count, names: names.join(", ") + more }));
    this.hidden = false;
  }

  async #keep() {
    try {
      await ask("POST", `${this.#desk.dataset.base}/dossier/checks/${this.#post}/keep`);
      this.hidden = true;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.#say(refusal.sentence);
    }
  }

  /** @param {string} words */
  #say(words) {
    /** @type {HTMLElement} */ (this.querySelector("p")).textContent = words;
  }

  get #desk() {
    return /** @type {HTMLElement} */ (this.closest("coverage-desk"));
  }
}

customElements.define("resting-notice", RestingNotice);
