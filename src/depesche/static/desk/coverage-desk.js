// @ts-check
/**
 * <coverage-desk>: follows the desk's log, so that what others do appears without a reload and
 * never disturbs what is typed or where the focus is.
 *
 * Fires "desk:changed" (detail: the row) after a post's row and "desk:status" after the
 * coverage's head has changed.
 *
 * @import { Change } from "../live/following.js"
 */

import { apply } from "../live/applying.js";
import { Following } from "../live/following.js";
import * as keyboard from "./keyboard.js";
import { sentence } from "./sentences.js";

export class CoverageDesk extends HTMLElement {
  /** @type {Following | null} */ #following = null;

  connectedCallback() {
    this.addEventListener("desk:take", (event) => {
      this.take(/** @type {CustomEvent<Change>} */ (event).detail);
    });
    keyboard.listen(this);
    this.#follow(Number(this.dataset.sequence));
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
  }

  /** @param {Change} change */
  #takeHead(change) {
    if (change.verb === "put" && change.id !== this.dataset.slug) {
      location.assign(`/desk/coverages/${change.id}`); // a draft that got another URL name
      return;
    }
    const before = this.status;
    apply(change, this.#part(".desk-head"));
    if (this.status !== before) this.dispatchEvent(new CustomEvent("desk:status"));
  }

  /** @param {Change} change */
  #takeRow(change) {
    const focused = this.querySelector(`.row[data-id="${change.id}"] :focus, .row[data-id="${change.id}"]:focus`);
    const { element, what } = apply(change, this.#part("post-list"));
    if (!element || what === "ignored") return;
    element.classList.toggle("fresh", what === "inserted");
    this.dispatchEvent(new CustomEvent("desk:changed", { detail: element }));
    if (focused instanceof HTMLElement) focusAgain(element, focused.dataset.verb);
  }

  /** @param {number} sequence */
  #follow(sequence) {
    const where = { stream: `${this.base}/stream`, changes: `${this.base}/changes`, sequence };
    const following = new Following(where);
    following.addEventListener("change", (event) => {
      this.take(/** @type {CustomEvent<Change>} */ (event).detail);
    });
    following.addEventListener("state", (event) => {
      this.#say(/** @type {CustomEvent<string>} */ (event).detail);
    });
    following.addEventListener("reset", () => this.#startAnew());
    this.#following = following;
    following.start();
  }

  /** Too far behind: fetch the rows anew and leave the composer alone. */
  async #startAnew() {
    const answer = await fetch(this.base).catch(() => null);
    if (!answer?.ok || answer.redirected) return this.#say("lost");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const list of page.querySelectorAll("coverage-desk [data-list]")) {
      this.#part(`[data-list="${list.getAttribute("data-list")}"]`).replaceChildren(...list.children);
    }
    this.dispatchEvent(new CustomEvent("desk:status"));
    this.#follow(Number(page.querySelector("coverage-desk")?.getAttribute("data-sequence")));
  }

  /** @param {string} state */
  #say(state) {
    this.#part("[data-line]").dataset.state = state;
    this.#part("[data-line] [data-said]").textContent = sentence(`state-${state}`);
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
