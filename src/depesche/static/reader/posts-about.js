// @ts-check
/**
 * <posts-about>: on the page of an object, how many posts about it have come since, and the way to
 * them. A post is about it where it leads there, or says that it names it without a link.
 *
 * @import { Change } from "../live/following.js"
 */

import { drawn, find } from "../live/applying.js";

class PostsAbout extends HTMLElement {
  /** @type {Set<string>} */ #posts = new Set();

  connectedCallback() {
    document.addEventListener("live:changed", this.#hear);
  }

  disconnectedCallback() {
    document.removeEventListener("live:changed", this.#hear);
  }

  /** @param {Event} event */
  #hear = (event) => {
    const change = /** @type {CustomEvent<Change>} */ (event).detail;
    if (change.kind !== "post" || change.verb === "superseded" || find(change, document)) return;
    if (change.verb === "put" && this.#isMeant(drawn(change))) this.#posts.add(change.id);
    else this.#posts.delete(change.id);
    this.#tell(this.#posts.size);
  };

  /** @param {HTMLElement} post */
  #isMeant(post) {
    const { of = "" } = this.dataset;
    return post.matches(`[data-about~="${CSS.escape(of)}"]`) || post.querySelector(`a[href$="/dossier/${CSS.escape(of)}"]`) !== null;
  }

  /** @param {number} count */
  #tell(count) {
    const { textOne = "", textMany = "" } = this.dataset;
    const said = count === 1 ? textOne : textMany.replace("{}", String(count));
    /** @type {HTMLElement} */ (this.querySelector("a")).textContent = said;
    /** @type {HTMLElement} */ (this.querySelector("p")).hidden = count === 0;
  }
}

customElements.define("posts-about", PostsAbout);
