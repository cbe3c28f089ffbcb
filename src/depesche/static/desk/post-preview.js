// @ts-check
/**
 * <post-preview>: the post as readers will see it, drawn by the newsroom with the readers' own
 * template, and what the newsroom makes of the times that were typed.
 *
 * @import { Fields } from "./fields.js"
 * @typedef {{post: string | null, mode: string, fields: Fields}} Composed
 * @typedef {{said?: string, error?: string, choices: string[]}} Understood
 */

import { ask, Refusal } from "./asking.js";
import { part } from "./dialogs.js";
import { previewed } from "./sending.js";

const PAUSE = 250; // milliseconds without a keystroke

class PostPreview extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #asked = 0;
  #last = "";

  connectedCallback() {
    this.#desk.addEventListener("desk:composed", (event) => {
      clearTimeout(this.#timer);
      const { detail } = /** @type {CustomEvent<Composed>} */ (event);
      this.#timer = setTimeout(() => this.#draw(detail), PAUSE);
    });
  }

  /** @param {Composed} composed */
  async #draw({ post, mode, fields }) {
    const told = mode === "correct" ? { note: fields.note, class: fields.class } : {};
    const body = { ...previewed(fields), ...told, post };
    this.hidden = !fields.headline && !fields.text;
    if (JSON.stringify(body) === this.#last) return;
    this.#last = JSON.stringify(body);
    const number = ++this.#asked;
    try {
      const answer = await ask("POST", `${this.#desk.dataset.base}/preview`, { body });
      if (number === this.#asked) this.#show(answer);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (number === this.#asked) this.#say(refusal);
    }
  }

  /** @param {{html: string, times: Record<string, Understood>}} answer */
  #show({ html, times }) {
    part(this, ".posts").innerHTML = html;
    for (const link of this.querySelectorAll("a")) link.target = "_blank";
    for (const link of this.querySelectorAll("a[href*='/new-']")) link.removeAttribute("href"); // not there yet
    for (const [name, understood] of Object.entries(times)) {
      const field = this.#desk.querySelector(`[data-time="${name}"]`);
      if (field instanceof HTMLElement) showTime(field, understood);
    }
  }

  /** @param {Refusal} refusal */
  #say(refusal) {
    this.#last = "";
    if (refusal.isOpen || refusal.status === 401) return; // the last one may stay
    const sentence = document.createElement("li");
    sentence.className = "trouble";
    sentence.textContent = refusal.sentence;
    part(this, ".posts").replaceChildren(sentence);
  }

  get #desk() {
    return /** @type {HTMLElement} */ (this.closest("coverage-desk"));
  }
}

/** @param {HTMLElement} field @param {Understood} understood */
function showTime(field, { said, error, choices }) {
  const place = part(field, ".hint");
  const choice = /** @type {HTMLFieldSetElement} */ (field.querySelector(".choices"));
  choice.hidden = choice.disabled = choices.length === 0;
  choice.querySelectorAll("span").forEach((label, i) => (label.textContent = choices[i] ?? ""));
  if (choice.hidden) choice.querySelectorAll("input").forEach((radio) => (radio.checked = false));
  const words = choice.hidden ? (error ?? said ?? "") : (said ?? "");
  place.classList.toggle("trouble", choice.hidden && Boolean(error));
  if (place.textContent !== words) place.textContent = words;
}

customElements.define("post-preview", PostPreview);
