// @ts-check
/**
 * <coverage-desk>: follows the desk's log, so that what others do appears without a reload and
 * never disturbs what is typed or where the focus is.
 *
 * Fires "desk:changed" (detail: the row) after a post's row, "desk:status" after the coverage's
 * head and "desk:dossier" after something of the dossier has changed; "desk:readership" (detail:
 * figures) when there are other ones, and "desk:polling" where no stream tells them.
 *
 * @import { Change } from "../live/following.js"
 * @import { PostList } from "./post-list.js"
 */

import { apply, find } from "../live/applying.js";
import { Following } from "../live/following.js";
import { reach } from "./asking.js";
import * as keyboard from "./keyboard.js";
import { onceBack } from "./returning.js";
import { sentence } from "./sentences.js";

export class CoverageDesk extends HTMLElement {
  /** @type {Following | null} */ #following = null;
  tab = ""; // the name of this tab of the browser, once it has one

  connectedCallback() {
    this.addEventListener("desk:take", (event) => {
      this.take(/** @type {CustomEvent<Change>} */ (event).detail);
    });
    this.addEventListener("desk:choose", (event) => {
      this.choose(/** @type {CustomEvent<string>} */ (event).detail);
    });
    addEventListener("popstate", () => this.choose(location.href, false));
    keyboard.listen(this);
    onceBack(this.dataset.person, () => this.#part("[data-line]").dataset.state === "out" && this.#following?.again());
    this.#follow(this);
  }

  disconnectedCallback() {
    this.#following?.stop();
  }

  get base() {
    return this.dataset.base ?? "";
  }

  get mayPublish() {
    return "mayPublish" in this.dataset;
  }

  /** The coverage's status, as its head says. */
  get status() {
    return this.#part("[data-kind=coverage]").dataset.status ?? "";
  }

  /** @param {Change} change */
  take(change) {
    if (change.kind === "coverage") this.#takeHead(change);
    else if (change.kind === "post") this.#takeRow(change);
    else this.dispatchEvent(new CustomEvent("desk:dossier"));
  }

  /** @param {Change} change */
  #takeHead(change) {
    const before = this.status;
    apply(change, this.#part(".desk-head"));
    const { slug } = this.#part("[data-kind=coverage]").dataset;
    if (slug !== this.dataset.slug) return location.assign(`/desk/coverages/${slug}`); // a draft that got another one
    if (this.status !== before) this.dispatchEvent(new CustomEvent("desk:status"));
  }

  /** @param {Change} change */
  #takeRow(change) {
    const focused = this.querySelector(`.row[data-id="${change.id}"] :focus, .row[data-id="${change.id}"]:focus`);
    const list = /** @type {PostList} */ (this.#part("post-list"));
    const place = find(change, list)?.dataset.position;
    const { element, what } = apply(change, list);
    if (!element || what === "ignored") return;
    element.classList.toggle("fresh", what === "inserted");
    this.dispatchEvent(new CustomEvent("desk:changed", { detail: element }));
    if (list.admits(element, element.dataset.position !== place)) {
      if (focused instanceof HTMLElement) focusAgain(element, focused.dataset.verb);
      return;
    }
    if (focused) list.leave(element);
    element.remove();
  }

  /** Other posts, and the page's address says so. @param {string} url @param {boolean} isNew else it was gone back to */
  async choose(url, isNew = true) {
    if (!(await this.#fetchAnew(url))) return location.assign(url);
    if (isNew) history.pushState(null, "", url);
    /** @type {PostList} */ (this.#part("post-list")).choose();
  }

  /** @param {HTMLElement} page the desk that says from which number on, and of which edition */
  #follow({ dataset: { edition, sequence } }) {
    const which = `edition=${edition}&person=${this.dataset.person}`; // a stream sends no header
    const following = new Following({
      stream: `${this.base}/stream?${which}`,
      changes: `${this.base}/changes?${which}`,
      sequence: Number(sequence),
    });
    following.addEventListener("change", (event) => {
      this.take(/** @type {CustomEvent<Change>} */ (event).detail);
    });
    following.addEventListener("readership", (event) => {
      this.dispatchEvent(new CustomEvent("desk:readership", { detail: /** @type {CustomEvent} */ (event).detail }));
    });
    following.addEventListener("state", (event) => {
      this.#say(/** @type {CustomEvent<string>} */ (event).detail);
    });
    following.addEventListener("reset", () => this.#startAnew());
    this.#following = following;
    following.start();
  }

  /** Too far behind: fetch the rows anew. */
  async #startAnew() {
    if (!(await this.#fetchAnew(location.href))) this.#say("lost");
  }

  /** What the page at that address shows, in the place of what is here; the composer is left alone. @param {string} url */
  async #fetchAnew(url) {
    const answer = await reach(url).catch(() => null);
    if (!answer?.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const desk = page.querySelector("coverage-desk");
    if (!(desk instanceof HTMLElement)) return false;
    this.#following?.stop();
    for (const name of ["[data-list=coverage]", "[data-part=waiting]", "post-list"]) {
      this.#part(name).replaceChildren(.../** @type {Element} */ (desk.querySelector(name)).childNodes);
    }
    document.title = page.title;
    this.dispatchEvent(new CustomEvent("desk:status"));
    this.#follow(desk);
    return true;
  }

  /** @param {string} state */
  #say(state) {
    this.#part("[data-line]").dataset.state = state;
    this.#part("[data-line] [data-said]").textContent = sentence(`state-${state}`);
    if (state === "polling") this.dispatchEvent(new CustomEvent("desk:polling"));
  }

  /** @param {string} selector @returns {HTMLElement} */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

/** The row was drawn anew under the focus. @param {HTMLElement} row @param {string} [verb] */
function focusAgain(row, verb) {
  const same = verb ? row.querySelector(`[data-verb="${verb}"]:not([hidden])`) : null;
  /** @type {HTMLElement} */ (same ?? row).focus({ preventScroll: true });
}

customElements.define("coverage-desk", CoverageDesk);
