// @ts-check
/**
 * <post-list>: the posts of a coverage in every state; moving through them, choosing among them,
 * and what can be done to one with a single gesture.
 *
 * Fires "desk:compose" (detail: {id, mode}) for what needs the composer, and "desk:take" with the
 * change that an action has made.
 */

import { act, fit, withdraw } from "./acting.js";
import { part } from "./dialogs.js";

const COMPOSED = ["edit", "amend", "correct"];

export class PostList extends HTMLElement {
  #current = "";

  connectedCallback() {
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("focusin", (event) => {
      const row = /** @type {HTMLElement} */ (event.target).closest(".row");
      if (row instanceof HTMLElement) this.#current = row.dataset.id ?? "";
    });
    this.addEventListener("change", (event) => {
      part(this, ".rows").dataset.filter = /** @type {HTMLInputElement} */ (event.target).value;
    });
    this.#desk.addEventListener("desk:changed", (event) => {
      fit(/** @type {CustomEvent<HTMLElement>} */ (event).detail, this.#desk);
    });
    this.#desk.addEventListener("desk:status", () => this.#fitAll());
    customElements.whenDefined("coverage-desk").then(() => this.#fitAll());
  }

  /** @param {1 | -1} step */
  move(step) {
    const rows = this.#visible;
    const at = rows.findIndex((row) => row.dataset.id === this.#current);
    const next = at < 0 ? rows[0] : rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  /** Back to the row that was worked on; false when there is none. */
  focusCurrent() {
    const row = this.#visible.find((row) => row.dataset.id === this.#current);
    row?.focus({ preventScroll: true });
    return row !== undefined;
  }

  choose() {
    part(this, "input[name=filter]:checked").focus();
  }

  /**
   * The first of these verbs that the current row offers is done; without a current row one is
   * chosen, so that nothing happens to a row that nobody was looking at.
   * @param {string[]} verbs
   */
  act(verbs) {
    const row = this.#visible.find((row) => row.dataset.id === this.#current);
    if (!row) return this.move(1);
    for (const verb of verbs) {
      const button = row?.querySelector(`[data-verb="${verb}"]:not([hidden])`);
      if (button instanceof HTMLElement) return button.click();
    }
  }

  /** @param {Event} event */
  async #clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    /** @type {HTMLButtonElement | null} */
    const button = target.closest("button[data-verb]");
    /** @type {HTMLElement | null} */
    const row = target.closest(".row");
    if (!button || !row) return;
    const verb = button.dataset.verb ?? "";
    const detail = { id: row.dataset.id, mode: verb };
    if (COMPOSED.includes(verb)) this.#fire("desk:compose", detail);
    else await this.#act(row, button, verb);
  }

  /** @param {HTMLElement} row @param {HTMLElement} button @param {string} verb */
  async #act(row, button, verb) {
    const outcome = await (verb === "withdraw" ? withdraw(row, this.#desk) : act(row, button, this.#desk));
    if (outcome?.change) this.#fire("desk:take", outcome.change);
    if (outcome) part(this, "[data-said-rows]").textContent = outcome.said;
    if (verb === "withdraw") this.focusCurrent();
  }

  #fitAll() {
    for (const row of this.#rows) fit(row, this.#desk);
  }

  get #rows() {
    return /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".row"));
  }

  get #visible() {
    return [...this.#rows].filter((row) => row.checkVisibility());
  }

  get #desk() {
    return /** @type {import("./acting.js").Desk} */ (this.closest("coverage-desk"));
  }

  /** @param {string} name @param {unknown} detail */
  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

customElements.define("post-list", PostList);
