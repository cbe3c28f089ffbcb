// @ts-check
/**
 * <post-list>: the posts of a coverage in every state; moving through them, choosing among them,
 * and what can be done to one with a single gesture. What is chosen stands in the page's address.
 *
 * Fires "desk:compose" (detail: {id, mode}) for what needs the composer, "desk:take" with the
 * change that an action has made, and "desk:choose" (detail: an address) for other posts.
 */

import * as clock from "../live/clock.js";
import { act, fit, pinFor, recover, sendBack, takeBack, undo, withdraw } from "./acting.js";
import { reach } from "./asking.js";
import { part } from "./dialogs.js";

const COMPOSED = ["edit", "amend", "correct"];
const PAUSE = 300; // milliseconds in which many changes are one

/** @type {Record<string, typeof withdraw>} */
const ACTS = { withdraw, undo, recover, return: sendBack, "take-back": takeBack, "pin-for": pinFor };

export class PostList extends HTMLElement {
  #current = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #stop = () => {};

  connectedCallback() {
    this.addEventListener("click", (event) => this.#clicked(event));
    this.#desk.addEventListener("click", (event) => this.#chosen(event));
    this.addEventListener("focusin", (event) => {
      const row = /** @type {HTMLElement} */ (event.target).closest(".row");
      if (row instanceof HTMLElement) this.#current = row.dataset.id ?? "";
    });
    this.#desk.addEventListener("desk:answered", (event) => {
      this.#current = /** @type {CustomEvent<{id: string}>} */ (event).detail.id; // Esc leads to it
    });
    this.addEventListener("submit", (event) => this.#search(event));
    document.addEventListener("click", (event) => this.#fold(/** @type {Element} */ (event.target)));
    this.#desk.addEventListener("desk:changed", (event) => {
      fit(/** @type {CustomEvent<HTMLElement>} */ (event).detail, this.#desk);
      this.#renewSoon();
    });
    this.#desk.addEventListener("desk:dossier", () => this.#renewSoon());
    this.#desk.addEventListener("desk:status", () => this.#fitAll());
    customElements.whenDefined("coverage-desk").then(() => {
      this.#stop = clock.every(2, () => this.#fitAll()); // what can be undone, and what is embargoed
    });
  }

  disconnectedCallback() {
    this.#stop();
  }

  /**
   * Whether the row belongs to what is chosen. A search shows what was there when it was asked, and
   * an older page what lies between its ends.
   * @param {HTMLElement} row @param {boolean} isNew in its place
   */
  admits(row, isNew) {
    const { show, mine, words } = part(this, ".rows").dataset;
    const { status, author } = row.dataset;
    if (show ? status !== show : status === "discarded") return false;
    if (mine && author !== this.#desk.dataset.person) return false;
    return !isNew || !(words || this.#isBeyond(row));
  }

  /** Whether it would stand at an end behind which there are more. @param {HTMLElement} row */
  #isBeyond({ previousElementSibling: newer, nextElementSibling: older }) {
    const { isOlder, hasOlder } = part(this, ".rows").dataset;
    return Boolean((isOlder && !newer) || (hasOlder && !older && newer));
  }

  /** @param {1 | -1} step */
  move(step) {
    const rows = this.#visible;
    const at = rows.findIndex((row) => row.dataset.id === this.#current);
    const next = at < 0 ? rows[0] : rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  /** The row is about to go: on with its neighbour. @param {HTMLElement} row */
  leave(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
    else this.choose();
  }

  /** Back to the row that was worked on; false when there is none. */
  focusCurrent() {
    const row = this.#visible.find((row) => row.dataset.id === this.#current);
    row?.focus({ preventScroll: true });
    return row !== undefined;
  }

  choose() {
    part(this, ".chips [aria-current]").focus();
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

  /** @param {MouseEvent} event */
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

  /** Other posts without another page. @param {MouseEvent} event */
  #chosen(event) {
    const link = /** @type {Element} */ (event.target).closest("[data-part] a");
    if (!(link instanceof HTMLAnchorElement) || isElsewhere(event)) return;
    event.preventDefault();
    this.#fire("desk:choose", link.href);
  }

  /** @param {HTMLElement} row @param {HTMLElement} button @param {string} verb */
  async #act(row, button, verb) {
    this.#fold(null);
    const outcome = await (ACTS[verb]?.(row, this.#desk) ?? act(row, button, this.#desk));
    if (outcome) this.#take(outcome);
    if (verb in ACTS && !outcome?.draft) this.focusCurrent();
  }

  /** @param {import("./acting.js").Outcome} outcome */
  #take(outcome) {
    const { change, draft, said } = outcome;
    if (change) {
      this.#fire("desk:take", change);
      this.#fire("desk:answered", outcome);
    }
    if (draft) this.#goOn(draft);
    part(this, "[data-said-rows]").textContent = said;
  }

  /** On with the words of what was undone. @param {{id: string, change: unknown}} draft */
  #goOn({ id, change }) {
    this.#fire("desk:take", change);
    this.#fire("desk:compose", { id, mode: "edit" });
  }

  /** @param {Event} event */
  #search(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    event.preventDefault();
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) asked.set(name, String(value));
    this.#fire("desk:choose", `${location.pathname}?${asked}`);
  }

  /** Menus close behind whoever looks elsewhere. @param {Element | null} target */
  #fold(target) {
    for (const menu of this.querySelectorAll("details.more[open]")) {
      if (!target || !menu.contains(target)) menu.removeAttribute("open");
    }
  }

  #fitAll() {
    for (const row of this.#rows) fit(row, this.#desk);
  }

  #renewSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#renew(), PAUSE);
  }

  /** How many there are of each kind, asked of the newsroom. */
  async #renew() {
    const answer = await reach(`${this.#desk.base}/filters${location.search}`).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    for (const one of fresh.content.querySelectorAll("[data-part]")) this.#replace(/** @type {HTMLElement} */ (one));
  }

  /** Part of the page by a fresh one; the focus stays where it was. @param {HTMLElement} fresh */
  #replace(fresh) {
    const old = part(this.#desk, `[data-part="${fresh.dataset.part}"]`);
    const at = [...old.querySelectorAll("a")].indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    old.replaceWith(fresh);
    fresh.querySelectorAll("a")[at]?.focus({ preventScroll: true });
    if ("waiting" in fresh.dataset) this.#name(fresh.dataset.waiting ?? "0");
  }

  /** The page's name says how many wait. @param {string} waiting */
  #name(waiting) {
    const name = document.title.replace(/^\(\d+\) /, "");
    document.title = waiting === "0" ? name : `(${waiting}) ${name}`;
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

/** A click that opens a tab. @param {MouseEvent} event */
function isElsewhere(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
}

customElements.define("post-list", PostList);
