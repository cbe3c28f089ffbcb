// @ts-check
/**
 * Positions as chips: whose, on what, which, each a small menu of its own, and a way to take it back.
 *
 * @import { Name, Reading } from "./post-reading.js"
 * @typedef {{actor: string, issue: string, stance: string, wording: string}} Position
 * @typedef {"actor" | "issue" | "stance"} Part
 */

import { sentence } from "./sentences.js";

export const STANCES = ["supports", "conditional", "opposes", "rejects", "undeclared", "contradictory"];

export class PositionChips {
  /** @type {Reading["suggestable"]} */ offered = { actors: [], issues: [] };
  /** @type {Map<string, string>} names by kind and key */ #names = new Map();

  /** @param {Reading} reading */
  learn({ suggestable, mentions, gone }) {
    this.offered = suggestable;
    for (const { kind, key, name } of [...gone, ...mentions, ...suggestable.actors]) this.#names.set(`${kind}/${key}`, name);
  }

  /** Whether somebody and something are named in the text. */
  get isReady() {
    return this.offered.actors.length > 0 && this.offered.issues.length > 0;
  }

  /** @param {Position} position */
  spelled({ actor, issue, stance }) {
    return [this.#named("actor", actor), this.#named("issue", issue), this.#named("stance", stance)].join(" · ");
  }

  /** @param {Position} position @param {number} i */
  drawn(position, i) {
    const chip = document.createElement("li");
    chip.className = "read taken";
    const drop = document.createElement("button");
    drop.type = "button";
    drop.dataset.drop = String(i);
    drop.ariaLabel = sentence("drop-position", { position: this.spelled(position) });
    drop.textContent = "×";
    const stances = STANCES.map((key) => ({ key, name: this.#named("stance", key) }));
    const actor = this.#menu(position, i, "actor", this.offered.actors);
    const issue = this.#menu(position, i, "issue", this.offered.issues);
    chip.append(actor, "·", issue, "·", this.#menu(position, i, "stance", stances), drop);
    return chip;
  }

  /** @param {Position} position @param {number} i @param {Part} part @param {{key: string, name: string}[]} offered */
  #menu(position, i, part, offered) {
    const menu = document.createElement("select");
    Object.assign(menu.dataset, { of: String(i), part });
    menu.ariaLabel = sentence(`position-${part}`);
    const present = { key: position[part], name: this.#named(part, position[part]) };
    const choices = offered.some(({ key }) => key === present.key) ? offered : [present, ...offered];
    menu.replaceChildren(...choices.map(({ key, name }) => new Option(name, key, false, key === present.key)));
    return menu;
  }

  /** @param {Part} part @param {string} key */
  #named(part, key) {
    return part === "stance" ? sentence(`stance-${key}`) : (this.#names.get(`${part}/${key}`) ?? key);
  }
}
