// @ts-check
/**
 * <position-field>: the positions that the post takes, each a chip. One comes by a key or a click
 * and in no other way. What is offered is whom the newsroom reads in the text, the speaker first.
 *
 * @import { Fields } from "./fields.js"
 * @import { Name, PostReading, Reading } from "./post-reading.js"
 * @typedef {{actor: string, issue: string, stance: string, wording: string}} Position
 * @typedef {"actor" | "issue"} Part
 */

import { sentence } from "./sentences.js";

export const STANCES = ["supports", "conditional", "opposes", "rejects", "undeclared", "contradictory"];
const IN = ["new", "edit", "amend"];

export class PositionField extends HTMLElement {
  /** @type {Reading["suggestable"]} */ #offered = { actors: [], issues: [] };
  /** @type {Map<string, string>} names by kind and key */ #names = new Map();
  /** @type {Promise<unknown> | null} a key that waits for what is read */ #waiting = null;

  connectedCallback() {
    this.#desk.addEventListener("desk:read", (event) => {
      this.#learn(/** @type {CustomEvent<Reading>} */ (event).detail);
      this.#draw();
    });
    this.#desk.addEventListener("desk:composed", () => this.#draw());
    this.addEventListener("click", (event) => {
      const { stance, drop } = /** @type {HTMLElement} */ (event.target).dataset;
      if (stance) this.press(stance);
      if (drop) this.#drop(Number(drop));
    });
    this.addEventListener("change", (event) => this.#change(/** @type {HTMLSelectElement} */ (event.target)));
  }

  /** Whether a key still waits for what the newsroom reads; `settled` is when it does not. */
  get isWaiting() {
    return this.#waiting !== null;
  }

  get settled() {
    return this.#waiting;
  }

  /** The post takes this position, or no longer, if it was its last one. @param {string} stance */
  press(stance) {
    const pressed = this.#when(() => this.#take(stance));
    this.#waiting = pressed;
    return pressed.finally(() => this.#waiting === pressed && (this.#waiting = null));
  }

  /** The last position is of the next of those who are read. @param {Part} part */
  turn(part) {
    const pressed = this.#when(() => this.#next(part));
    this.#waiting = pressed;
    return pressed.finally(() => this.#waiting === pressed && (this.#waiting = null));
  }

  /** One key after the other. @param {() => void} act */
  async #when(act) {
    await this.#waiting;
    this.#learn(await this.#reading.now());
    act();
  }

  /** @param {string} stance */
  #take(stance) {
    const positions = this.#positions;
    const [actor, issue] = [this.#offered.actors[0], this.#offered.issues[0]];
    const last = positions.at(-1);
    if (last && last.stance === stance) return this.#put(positions.slice(0, -1));
    if (last) return this.#put([...positions.slice(0, -1), { ...last, stance }]);
    if (!actor || !issue || !this.#isOffered) return this.#say(sentence("no-position"));
    return this.#put([{ actor: actor.key, issue: issue.key, stance, wording: "" }]);
  }

  /** @param {Part} part */
  #next(part) {
    const positions = this.#positions;
    const last = positions.at(-1);
    const choices = part === "actor" ? this.#offered.actors : this.#offered.issues;
    if (!last || choices.length === 0) return;
    const at = choices.findIndex(({ key }) => key === last[part]);
    const chosen = choices[(at + 1) % choices.length];
    if (chosen) this.#put([...positions.slice(0, -1), { ...last, [part]: chosen.key, wording: "" }]);
  }

  /** @param {HTMLSelectElement} select */
  #change(select) {
    const { of, part } = select.dataset;
    if (!of || !part) return;
    const positions = this.#positions.map((one, i) => (i === Number(of) ? { ...one, [part]: select.value } : one));
    this.#put(positions);
    /** @type {HTMLElement | null} */ (this.querySelector(`select[data-of="${of}"][data-part="${part}"]`))?.focus();
  }

  /** @param {number} which */
  #drop(which) {
    this.#put(this.#positions.filter((_, i) => i !== which));
    /** @type {HTMLElement} */ (this.#desk.querySelector("post-composer [name=text]")).focus();
  }

  /** @param {Position[]} positions */
  #put(positions) {
    this.#input.value = positions.length > 0 ? JSON.stringify(positions) : "";
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
    this.#draw();
    const last = positions.at(-1);
    this.#say(last ? this.#spelled(last) : sentence("no-position-now"));
  }

  #draw() {
    const { positions, list } = { positions: this.#positions, list: this.#part("ul") };
    list.hidden = positions.length === 0;
    if (list.contains(document.activeElement) && document.activeElement instanceof HTMLSelectElement) return;
    list.replaceChildren(...positions.map((one, i) => this.#chip(one, i)));
    const isReady = positions.length > 0 || (this.#offered.actors.length > 0 && this.#offered.issues.length > 0);
    this.#part("[data-hint-position]").hidden = isReady;
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (this.querySelectorAll("button[data-stance]"))) {
      button.disabled = !isReady || !this.#isOffered;
      button.ariaPressed = String(positions.at(-1)?.stance === button.dataset.stance);
    }
  }

  /** @param {Position} position @param {number} i */
  #chip(position, i) {
    const chip = document.createElement("li");
    chip.className = "read taken";
    const drop = document.createElement("button");
    drop.type = "button";
    drop.dataset.drop = String(i);
    drop.ariaLabel = sentence("drop-position", { position: this.#spelled(position) });
    drop.textContent = "×";
    const stances = STANCES.map((key) => ({ key, name: sentence(`stance-${key}`) }));
    const choices = [
      this.#choice(position, i, "actor", this.#offered.actors),
      this.#choice(position, i, "issue", this.#offered.issues),
      this.#choice(position, i, "stance", stances),
    ];
    chip.append(...choices.flatMap((one, n) => (n > 0 ? ["·", one] : [one])), drop);
    return chip;
  }

  /** @param {Position} position @param {number} i @param {Part | "stance"} part @param {{key: string, name: string}[]} offered */
  #choice(position, i, part, offered) {
    const select = document.createElement("select");
    Object.assign(select.dataset, { of: String(i), part });
    select.ariaLabel = sentence(`position-${part}`);
    const present = { key: position[part], name: this.#named(part, position[part]) };
    const choices = offered.some(({ key }) => key === present.key) ? offered : [present, ...offered];
    select.replaceChildren(...choices.map(({ key, name }) => new Option(name, key, false, key === present.key)));
    return select;
  }

  /** @param {Reading} reading */
  #learn({ suggestable, mentions }) {
    this.#offered = suggestable;
    for (const { kind, key, name } of [...mentions, ...suggestable.actors]) this.#names.set(`${kind}/${key}`, name);
  }

  /** @param {Position} position */
  #spelled({ actor, issue, stance }) {
    return [this.#named("actor", actor), this.#named("issue", issue), sentence(`stance-${stance}`)].join(" · ");
  }

  /** @param {Part | "stance"} part @param {string} key */
  #named(part, key) {
    return part === "stance" ? sentence(`stance-${key}`) : (this.#names.get(`${part}/${key}`) ?? key);
  }

  /** Whether the post may take positions in the state it is in. */
  get #isOffered() {
    const { mode = "" } = /** @type {HTMLElement} */ (this.closest("form")).dataset;
    return IN.includes(mode) && !this.#input.readOnly;
  }

  /** @returns {Position[]} */
  get #positions() {
    return this.#input.value ? JSON.parse(this.#input.value) : [];
  }

  /** @param {string} words */
  #say(words) {
    this.#part("[role=status]").textContent = words;
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("[name=positions]"));
  }

  get #reading() {
    return /** @type {PostReading} */ (this.#desk.querySelector("post-reading"));
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
