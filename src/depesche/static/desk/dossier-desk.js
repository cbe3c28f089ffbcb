// @ts-check
/**
 * <dossier-desk>: follows the desk's log, so that what others do to the dossier appears without a
 * reload, and never touches what somebody is typing.
 *
 * @import { Change } from "../live/following.js"
 */

import { apply, find } from "../live/applying.js";
import { Following } from "../live/following.js";
import { reach } from "./asking.js";
import { part } from "./dialogs.js";
import * as keys from "./dossier-keys.js";
import { Forms } from "./dossier-forms.js";
import { Panels } from "./dossier-panels.js";
import { onceBack } from "./returning.js";
import { sentence } from "./sentences.js";

const PAUSE = 250; // milliseconds in which many changes are one
const LINKS = "a, button";
const GONE = ["removed", "merged"];

export class DossierDesk extends HTMLElement {
  /** @type {Following | null} */ #following = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #panels = new Panels(this);

  connectedCallback() {
    this.#panels.listen();
    new Forms(this, this.#panels).listen();
    keys.listen(this, this.#panels);
    onceBack(this.dataset.person, () => part(this, "[data-line]").dataset.state === "out" && this.#following?.again());
    this.#follow(this);
  }

  disconnectedCallback() {
    this.#following?.stop();
  }

  /** @param {Change} change of the log, or what a form has just made */
  take(change) {
    if (change.kind === "coverage") apply(change, part(this, ".desk-head"));
    else if (change.kind !== "post" && change.verb === "put") this.#takeRow(change);
    this.#renewSoon();
  }

  /** What has just been done, or why it was not. @param {string} words @param {boolean} [isTrouble] */
  say(words, isTrouble = false) {
    const place = part(this, ":scope > [data-said]");
    place.toggleAttribute("data-is-trouble", isTrouble);
    place.textContent = words;
  }

  /** @param {Change} change */
  #takeRow(change) {
    const fresh = drawn(change.html ?? "");
    const present = find(change, this);
    this.#panels.hear(fresh);
    if (present?.querySelector(".panel")) renewUnder(present, fresh);
    else if (GONE.includes(fresh.dataset.standing ?? "")) this.#leave(present);
    else this.#place(change);
    this.#name(`${change.kind}/${change.id}`, fresh.dataset.title ?? "");
    this.#count();
  }

  /** @param {Change} change */
  #place(change) {
    const hadFocus = document.activeElement !== null && document.activeElement === find(change, this);
    const { element, what } = apply(change, this);
    element?.classList.toggle("fresh", what === "inserted");
    if (hadFocus) element?.focus({ preventScroll: true });
  }

  /** The row goes; whoever stood there goes on with its neighbour. @param {HTMLElement | null} row */
  #leave(row) {
    if (row?.contains(document.activeElement)) neighbour(row)?.focus({ preventScroll: true });
    row?.remove();
  }

  /** Whatever names it calls it as it is called now. @param {string} which @param {string} title */
  #name(which, title) {
    for (const place of this.querySelectorAll(`[data-names="${CSS.escape(which)}"]`)) place.textContent = title;
  }

  #count() {
    for (const list of this.querySelectorAll("ol.objects")) {
      const { list: kind } = /** @type {HTMLElement} */ (list).dataset;
      this.#tell(kind, list.querySelectorAll(":scope > .object"));
    }
    this.#tell("position", this.querySelectorAll(".matrix .stance"));
  }

  /** @param {string | undefined} kind @param {NodeListOf<Element>} all */
  #tell(kind, all) {
    part(this, `[data-count="${kind}"]`).textContent = String(all.length);
  }

  #renewSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#renew(), PAUSE);
  }

  /** What is drawn from many objects, asked of the newsroom. */
  async #renew() {
    const answer = await reach(`${this.dataset.base}/dossier/parts`).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    for (const one of fresh.content.querySelectorAll("[data-part]")) this.#replace(/** @type {HTMLElement} */ (one));
    this.#doubt();
    this.#count();
  }

  /** Part of the page by a fresh one; focus and view stay where they were. @param {HTMLElement} fresh */
  #replace(fresh) {
    const old = part(this, `[data-part="${fresh.dataset.part}"]`);
    if (old.innerHTML === fresh.innerHTML) return;
    const at = [...old.querySelectorAll(LINKS)].indexOf(/** @type {Element} */ (document.activeElement));
    const { scrollLeft = 0, scrollTop = 0 } = old.firstElementChild ?? {};
    old.replaceWith(fresh);
    fresh.firstElementChild?.scrollTo(scrollLeft, scrollTop);
    /** @type {NodeListOf<HTMLElement>} */ (fresh.querySelectorAll(LINKS))[at]?.focus({ preventScroll: true });
  }

  /** The names that find nothing, at the rows that have them. */
  #doubt() {
    for (const place of this.querySelectorAll("[data-doubts]")) {
      const { doubts } = /** @type {HTMLElement} */ (place).dataset;
      const names = this.querySelector(`[data-of="${CSS.escape(doubts ?? "")}"]`)?.textContent ?? "";
      /** @type {HTMLElement} */ (place).hidden = !names;
      part(place, "strong").textContent = names;
    }
  }

  /** @param {HTMLElement} page the desk that says from which number on, and of which edition */
  #follow({ dataset: { edition, sequence } }) {
    const which = `edition=${edition}&person=${this.dataset.person}`; // a stream sends no header
    const following = new Following({
      stream: `${this.dataset.base}/stream?${which}`,
      changes: `${this.dataset.base}/changes?${which}`,
      sequence: Number(sequence),
    });
    following.addEventListener("change", (event) => this.take(/** @type {CustomEvent<Change>} */ (event).detail));
    following.addEventListener("state", (event) => this.#sayState(/** @type {CustomEvent<string>} */ (event).detail));
    following.addEventListener("reset", () => this.#startAnew());
    this.#following = following;
    following.start();
  }

  /** Too far behind: fetch the rows anew, and leave open forms alone. */
  async #startAnew() {
    const answer = await reach(location.href).catch(() => null);
    if (!answer?.ok || answer.redirected) return this.#sayState("lost");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const desk = page.querySelector("dossier-desk");
    if (!(desk instanceof HTMLElement)) return this.#sayState("lost");
    const rows = /** @type {HTMLElement[]} */ ([...desk.querySelectorAll(".object")]);
    const there = new Set(rows.map((row) => row.id));
    for (const row of this.querySelectorAll(".object")) if (!there.has(row.id)) row.remove();
    for (const row of rows) this.#takeRow(asChange(row));
    this.#renewSoon();
    this.#follow(desk);
  }

  /** @param {string} state */
  #sayState(state) {
    part(this, "[data-line]").dataset.state = state;
    part(this, "[data-said-state]").textContent = sentence(`state-${state}`);
  }
}

/** Somebody is at work in the row: what it says is new, what they type is theirs. @param {HTMLElement} present @param {HTMLElement} fresh */
function renewUnder(present, fresh) {
  part(present, ".object-row").replaceWith(part(fresh, ".object-row"));
  Object.assign(present.dataset, { act: fresh.dataset.act, standing: fresh.dataset.standing, title: fresh.dataset.title });
}

/** @param {HTMLElement} row @returns {HTMLElement | null} */
function neighbour(row) {
  const beside = row.nextElementSibling ?? row.previousElementSibling;
  return beside instanceof HTMLElement ? beside : row.closest("section");
}

/** @param {string} html @returns {HTMLElement} */
function drawn(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return /** @type {HTMLElement} */ (template.content.firstElementChild);
}

/** @param {HTMLElement} row @returns {Change} */
function asChange({ dataset: { kind = "", id = "", position = "" }, outerHTML }) {
  return { sequence: 0, at: "", kind, id, verb: "put", position, html: outerHTML };
}

customElements.define("dossier-desk", DossierDesk);
