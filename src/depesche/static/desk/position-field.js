// @ts-check
/**
 * <position-field>: the positions that the post takes, each a chip. One comes by a key or a click
 * and in no other way. What is offered is whom the newsroom reads in the text, the speaker first.
 *
 * @import { Position } from "./position-chips.js"
 * @import { PostReading, Reading } from "./post-reading.js"
 */

import { PositionChips } from "./position-chips.js";
import { say } from "./saying.js";
import { sentence } from "./sentences.js";

const IN = ["new", "edit", "amend"];

export class PositionField extends HTMLElement {
  #chips = new PositionChips();
  /** @type {Promise<unknown> | null} a key that waits for what is read */ #waiting = null;
  #shown = "";

  connectedCallback() {
    this.#desk.addEventListener("desk:read", (event) => {
      this.#chips.learn(/** @type {CustomEvent<Reading>} */ (event).detail);
      this.#draw();
    });
    this.#desk.addEventListener("desk:composed", () => this.#draw());
    this.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button");
      const { stance, drop } = button?.dataset ?? {};
      if (stance) this.press(stance);
      if (drop) this.#drop(Number(drop));
    });
    this.addEventListener("change", (event) => this.#change(/** @type {HTMLSelectElement} */ (event.target)));
  }

  /** What a key still waits for; null where nothing is under way. */
  get settled() {
    return this.#waiting;
  }

  /** The post takes this position, or no longer, if it was its last one. @param {string} stance */
  press(stance) {
    return this.#inTurn(() => this.#take(stance));
  }

  /** The last position is of the next of those who are read. @param {"actor" | "issue"} part */
  turn(part) {
    return this.#inTurn(() => this.#next(part));
  }

  /** One key after the other, each by what is read when it is pressed. @param {() => void} act */
  #inTurn(act) {
    const before = this.#waiting;
    const reading = this.#reading.now();
    const done = Promise.all([reading, before]).then(([read]) => {
      this.#chips.learn(read);
      act();
    });
    const settled = done.finally(() => {
      if (this.#waiting === settled) this.#waiting = null;
    });
    this.#waiting = settled;
    return settled;
  }

  /** @param {string} stance */
  #take(stance) {
    const positions = this.#positions;
    const [actor, issue] = [this.#chips.offered.actors[0], this.#chips.offered.issues[0]];
    const last = positions.at(-1);
    if (last) return this.#put([...positions.slice(0, -1), ...(last.stance === stance ? [] : [{ ...last, stance }])]);
    if (!actor || !issue) return this.#miss(actor ? "issue" : issue ? "actor" : "both");
    return this.#put([{ actor: actor.key, issue: issue.key, stance, wording: "" }]);
  }

  /** What is missing is said, and stays to be read when the next saving is said. @param {"actor" | "issue" | "both"} what */
  #miss(what) {
    const words = sentence(`no-position-${what}`);
    say(this.#composer, words);
    this.#part("[data-hint-position]").textContent = words;
    this.#part("[data-hint-position]").hidden = false;
    /** @type {HTMLDetailsElement} */ (this.#part("details")).open = true;
  }

  /** @param {"actor" | "issue"} part */
  #next(part) {
    const positions = this.#positions;
    const last = positions.at(-1);
    const choices = this.#chips.offered[`${part}s`];
    const at = choices.findIndex(({ key }) => key === last?.[part]);
    const chosen = choices[(at + 1) % choices.length];
    if (last && chosen) this.#put([...positions.slice(0, -1), { ...last, [part]: chosen.key, wording: "" }]);
  }

  /** @param {HTMLSelectElement} menu */
  #change({ dataset: { of, part }, value }) {
    if (of && part) this.#put(this.#positions.map((one, i) => (i === Number(of) ? { ...one, [part]: value } : one)));
  }

  /** @param {number} which */
  #drop(which) {
    this.#put(this.#positions.filter((_, i) => i !== which));
    this.#box.focus();
  }

  /** @param {Position[]} positions */
  #put(positions) {
    if (!this.#isOffered) return;
    this.#input.value = positions.length > 0 ? JSON.stringify(positions) : "";
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
    const last = positions.at(-1);
    this.#part("[role=status]").textContent = last ? this.#chips.spelled(last) : sentence("no-position-now");
  }

  #draw() {
    const shown = JSON.stringify([this.#input.value, this.#chips.offered, this.#isOffered]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const positions = this.#positions;
    this.#drawList(positions);
    const isReady = positions.length > 0 || this.#chips.isReady;
    this.#part("[data-hint-position]").hidden = isReady;
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (this.querySelectorAll("button[data-stance]"))) {
      button.disabled = !isReady || !this.#isOffered;
      button.ariaPressed = String(positions.at(-1)?.stance === button.dataset.stance);
    }
  }

  /** The focus stays in the menu where it was. @param {Position[]} positions */
  #drawList(positions) {
    const list = this.#part("ul");
    const focused = list.contains(document.activeElement) && document.activeElement instanceof HTMLElement;
    const { of, part } = focused ? /** @type {HTMLElement} */ (document.activeElement).dataset : {};
    list.hidden = positions.length === 0;
    list.replaceChildren(...positions.map((one, i) => this.#chips.drawn(one, i)));
    const again = list.querySelector(`select[data-of="${of}"][data-part="${part}"]`);
    if (again instanceof HTMLElement) again.focus();
  }

  /** Whether the post may take positions in the state it is in. */
  get #isOffered() {
    const { mode = "" } = /** @type {HTMLElement} */ (this.closest("form")).dataset;
    return IN.includes(mode) && !this.#box.readOnly; // somebody else is at work on it
  }

  /** @returns {Position[]} */
  get #positions() {
    return this.#input.value ? JSON.parse(this.#input.value) : [];
  }

  get #box() {
    return /** @type {HTMLTextAreaElement} */ (this.#composer.querySelector("[name=text]"));
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("[name=positions]"));
  }

  get #reading() {
    return /** @type {PostReading} */ (this.#desk.querySelector("post-reading"));
  }

  get #composer() {
    return /** @type {HTMLElement} */ (this.closest("post-composer"));
  }

  get #desk() {
    return /** @type {HTMLElement} */ (this.closest("coverage-desk"));
  }

  /** @param {string} selector @returns {HTMLElement} */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

customElements.define("position-field", PositionField);
