// @ts-check
/**
 * <newest-post>: the headline of the newest post with its time, on the first screen, also while that
 * post waits. Of what was withdrawn it says nothing.
 *
 * @import { Change } from "../live/following.js"
 */

import { drawn, position } from "../live/applying.js";

class NewestPost extends HTMLElement {
  /** @type {Map<string, Element>} */ #heard = new Map();

  connectedCallback() {
    document.addEventListener("live:changed", this.#hear);
  }

  disconnectedCallback() {
    document.removeEventListener("live:changed", this.#hear);
  }

  /** @param {Event} event */
  #hear = (event) => {
    const change = /** @type {CustomEvent<Change>} */ (event).detail;
    if (change.kind !== "post" || change.verb !== "put" || (change.position ?? "") < position(this)) return;
    this.#heard.set(change.id, drawn(change));
    const those = [...document.querySelectorAll("[data-newest] .posts > .post"), ...this.#heard.values()];
    const [newest] = those.filter((one) => !one.matches(".withdrawn")).sort((a, b) => (position(a) < position(b) ? 1 : -1));
    this.hidden = !newest;
    if (newest) this.#show(newest);
  };

  /** @param {Element} post */
  #show(post) {
    const { dataset } = this;
    const [link, time, words] = /** @type {NodeListOf<any>} */ (this.querySelectorAll("a, time, b"));
    const says = (/** @type {string} */ one) => /** @type {any} */ (post.querySelector(one));
    dataset.position = position(post);
    link.href = says("a").href;
    time.replaceWith(says("time").cloneNode(true));
    words.textContent = says(".share").dataset.text ?? says("h3").textContent;
  }
}

customElements.define("newest-post", NewestPost);
