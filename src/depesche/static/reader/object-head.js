// @ts-check
/**
 * <object-head>: what the object of this page is called, as it is called now; nothing of one that
 * was withdrawn.
 *
 * @import { Change } from "../live/following.js"
 */

import { drawn } from "../live/applying.js";

class ObjectHead extends HTMLElement {
  connectedCallback() {
    document.addEventListener("live:changed", this.#hear);
  }

  disconnectedCallback() {
    document.removeEventListener("live:changed", this.#hear);
  }

  /** @param {Event} event */
  #hear = (event) => {
    const change = /** @type {CustomEvent<Change>} */ (event).detail;
    if (`${change.kind}/${change.id}` !== this.dataset.of) return;
    if (change.verb === "put") this.#say(drawn(change).querySelector(".title")?.textContent?.trim());
    else if (change.verb === "remove") this.#say();
  };

  /** @param {string} [title] */
  #say(title = this.dataset.textWithdrawn ?? "") {
    /** @type {HTMLElement} */ (this.querySelector("h1")).textContent = title;
    document.title = `${title} – ${this.dataset.newsroom}`;
  }
}

customElements.define("object-head", ObjectHead);
