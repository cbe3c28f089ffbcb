// @ts-check
/**
 * <left-posts>: what was typed in this browser and never saved, and is open in no tab, offered to
 * be taken up again.
 *
 * Fires "desk:compose" (detail: {id, mode}) for the one that was chosen.
 *
 * @import { CoverageDesk as Desk } from "./coverage-desk.js"
 * @import { Left } from "./working.js"
 */

import { isConfirmed, part } from "./dialogs.js";
import { sentence } from "./sentences.js";
import * as tabs from "./tabs.js";
import { Work } from "./working.js";

const SHOWN = 60; // characters

export class LeftPosts extends HTMLElement {
  /** @param {string} inHand the post that is open here */
  async show(inHand) {
    const left = (await this.#left(inHand)).filter(({ state }) => state.id !== inHand);
    part(this, "ul").replaceChildren(...left.map((one) => this.#drawn(one)));
    this.hidden = left.length === 0;
  }

  /** @param {string} inHand @returns {Promise<Left[]>} */
  async #left(inHand) {
    const all = Work.left(this.#who);
    if (all.every(({ state }) => state.id === inHand)) return [];
    const open = await tabs.open();
    return all.filter(({ tab }) => tab === this.#desk.tab || !open.has(tab));
  }

  /** @param {Left} left */
  #drawn(left) {
    const item = document.createElement("li");
    const template = /** @type {HTMLTemplateElement} */ (part(this, "template"));
    item.append(template.content.cloneNode(true));
    const words = `${left.fields.headline || left.fields.text || ""}`.trim();
    const short = words.length > SHOWN ? `${words.slice(0, SHOWN)} …` : words;
    part(item, "q").textContent = short;
    part(item, "[data-do=take-up]").onclick = () => this.#takeUp(left);
    part(item, "[data-do=drop]").onclick = () => this.#drop(left);
    return item;
  }

  /** @param {Left} left */
  async #takeUp({ tab, state: { id, mode } }) {
    const open = await tabs.open();
    if (tab !== this.#desk.tab && open.has(tab)) return this.show(id);
    this.dispatchEvent(new CustomEvent("desk:compose", { bubbles: true, detail: { id, mode } }));
  }

  /** @param {Left} left */
  async #drop({ state, fields }) {
    const words = String(fields.headline || fields.text);
    if (!(await isConfirmed(sentence("drop"), sentence("drop-asked", { words: words.slice(0, SHOWN) })))) return;
    new Work(this.#who, state).forget();
    this.show("");
  }

  get #who() {
    return `${this.#desk.dataset.coverage}/${this.#desk.dataset.person}`;
  }

  get #desk() {
    return /** @type {Desk} */ (this.closest("coverage-desk"));
  }
}

customElements.define("left-posts", LeftPosts);
