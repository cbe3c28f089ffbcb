// @ts-check
/**
 * What an `@` or `#` that is being typed can become: a list under the text box. The focus stays in
 * the box; Tab or Enter takes, the arrows move, Esc closes. While it is closed no key is taken.
 *
 * The pattern: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ with a list that opens by itself.
 *
 * @import { Completion, Reading } from "./post-reading.js"
 */

import { insert } from "./inserting.js";
import { sentence } from "./sentences.js";

export class Completing {
  /** @type {Completion[]} */ #offered = [];
  #at = 0;
  #closed = ""; // the text for which it was closed

  /** @param {HTMLTextAreaElement} box @param {HTMLElement} list @param {HTMLElement} aloud */
  constructor(box, list, aloud) {
    this.box = box;
    this.list = list;
    this.aloud = aloud;
    box.addEventListener("input", () => this.#show([])); // of what is there now we know nothing yet
    box.addEventListener("blur", () => this.#show([]));
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays
    list.addEventListener("click", (event) => {
      const option = /** @type {Element} */ (event.target).closest("[role=option]");
      if (option) this.#take([...list.children].indexOf(option));
    });
  }

  get isOpen() {
    return this.#offered.length > 0;
  }

  /** @param {Reading} reading of what stands in the box */
  offer({ completions }) {
    const isAt = document.activeElement === this.box && this.box.value !== this.#closed;
    this.#show(isAt ? completions : []);
  }

  /** Whether the key was for the list. @param {KeyboardEvent} event */
  press({ key, shiftKey, ctrlKey, metaKey, altKey }) {
    if (!this.isOpen || shiftKey || ctrlKey || metaKey || altKey) return false;
    const count = this.#offered.length;
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowDown: () => this.#move((this.#at + 1) % count),
      ArrowUp: () => this.#move((this.#at + count - 1) % count),
      Enter: () => this.#take(this.#at),
      Tab: () => this.#take(this.#at),
      Escape: () => this.#close(),
    };
    keys[key]?.();
    return key in keys;
  }

  #close() {
    this.#closed = this.box.value;
    this.#show([]);
  }

  /** @param {number} at */
  #take(at) {
    const chosen = this.#offered[at];
    if (!chosen) return;
    this.#show([]);
    const letters = [...this.box.value];
    const [start, end] = [chosen.start, chosen.end].map((place) => letters.slice(0, place).join("").length);
    insert(this.box, chosen.insert, start, end);
    this.#closed = this.box.value;
  }

  /** @param {Completion[]} offered */
  #show(offered) {
    if (offered.length === 0 && !this.isOpen) return;
    this.#offered = offered;
    this.list.replaceChildren(...offered.map(option));
    this.list.hidden = offered.length === 0;
    this.#move(0);
    if (offered.length > 0) this.list.scrollIntoView({ block: "nearest" });
    this.aloud.textContent = offered.length > 0 ? sentence("completions", { count: String(offered.length) }) : "";
  }

  /** @param {number} at */
  #move(at) {
    this.#at = at;
    [...this.list.children].forEach((one, i) => (one.ariaSelected = String(i === at)));
    const active = this.list.children[at];
    if (active) this.box.setAttribute("aria-activedescendant", active.id);
    else this.box.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }
}

/** @param {Completion} completion @param {number} i */
function option({ insert: typed, label, kind }, i) {
  const [made, name, marker] = ["li", "span", "code"].map((tag) => document.createElement(tag));
  if (!made || !name || !marker) throw new Error("no element");
  made.id = `completion-${i}`;
  made.setAttribute("role", "option");
  made.dataset.of = kind;
  name.textContent = label;
  marker.textContent = typed.trim();
  made.append(name, " ", marker);
  return made;
}
