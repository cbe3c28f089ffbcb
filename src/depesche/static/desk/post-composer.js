// @ts-check
/**
 * <post-composer>: one text box for a new post, or for one that is edited, amended or corrected.
 *
 * Fires "desk:composed" (detail: {post, mode, fields}) when something else stands in it.
 *
 * @import { Action, Mode } from "./sending.js"
 * @import { CoverageDesk as Desk } from "./coverage-desk.js"
 * @import { LeftPosts } from "./left-posts.js"
 * @import { PictureField } from "./picture-field.js"
 * @import { PositionField } from "./position-field.js"
 */

import { Composing } from "./composing.js";
import { part } from "./dialogs.js";
import { hasOptions } from "./modes.js";
import { grow, say } from "./saying.js";
import { onceBack } from "./returning.js";
import { sentence } from "./sentences.js";
import * as tabs from "./tabs.js";
import { Work } from "./working.js";
import { listen } from "./writing.js";

export class PostComposer extends HTMLElement {
  /** @type {Composing | undefined} */ #composing;

  connectedCallback() {
    customElements.whenDefined("coverage-desk").then(() => this.#start());
  }

  async #start() {
    const desk = /** @type {Desk} */ (this.closest("coverage-desk"));
    const { tab, isAgain } = await tabs.enter();
    desk.tab = tab;
    const form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    const composing = (this.#composing = new Composing(this, form, desk));
    if (!isAgain) Work.clear(composing.who);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.act("send");
    });
    form.addEventListener("keydown", (event) => {
      if (isPlainEnter(event)) event.preventDefault(); // only ⌘/Ctrl-Enter and the button publish
    });
    form.addEventListener("input", () => composing.typed());
    listen(this);
    this.addEventListener("desk:composed", () => grow(this));
    this.#wireButtons(composing);
    desk.addEventListener("desk:status", () => composing.show());
    desk.addEventListener("desk:compose", (event) => {
      const { id, mode } = /** @type {CustomEvent<{id: string, mode: Mode}>} */ (event).detail;
      this.open(id, mode);
    });
    desk.addEventListener("desk:changed", (event) => {
      composing.encounters.hear(/** @type {CustomEvent<HTMLElement>} */ (event).detail);
    });
    this.addEventListener("desk:taken", (event) => {
      const left = /** @type {LeftPosts} */ (desk.querySelector("left-posts"));
      left.show(/** @type {CustomEvent<string>} */ (event).detail);
    });
    onceBack(desk.dataset.person, () => composing.back());
    await composing.resume();
    this.#unfold();
  }

  /** A button that is there while the composer is out of sight. @param {Element | null} button */
  watchOver(button) {
    if (!(button instanceof HTMLElement)) return;
    button.addEventListener("click", () => this.write());
    new IntersectionObserver(([seen]) => (button.hidden = seen?.isIntersecting ?? true)).observe(this);
  }

  /** On with the new post; what was typed over another one stays in this browser. */
  async write() {
    const left = this.leave();
    this.#focus();
    await left;
  }

  async leave() {
    if (this.#composing?.work.mode === "new") return;
    await this.#composing?.begin();
    this.#unfold();
  }

  /** @param {string} id @param {Mode} mode */
  async open(id, mode) {
    await this.#composing?.open(id, mode);
    this.#unfold();
    this.#focus();
  }

  /** @param {Action} action @returns {unknown} */
  act(action) {
    if (this.#isBlank) return this.#miss();
    const half = [...this.querySelectorAll("input")].find((field) => field.validity.badInput);
    if (half) return this.#ask(half);
    const { settled } = /** @type {PositionField} */ (part(this, "position-field"));
    if (settled) return settled.then(() => this.act(action));
    const pending = this.#picture.pending(action);
    return pending ? say(this, pending) : this.#composing?.send(action);
  }

  get #isBlank() {
    const { headline, text } = this.#composing?.fields ?? {};
    return !headline && !text;
  }

  /** @param {Composing} composing */
  #wireButtons(composing) {
    const acts = {
      save: () => this.act("save"),
      unschedule: () => this.act("unschedule"),
      retry: () => composing.retry(),
      versions: () => composing.encounters.compare(),
      recover: () => composing.encounters.recover(),
      "take-over": () => composing.encounters.takeOver(),
      leave: () => this.write(),
    };
    for (const [name, act] of Object.entries(acts)) part(this, `[data-do=${name}]`).onclick = act;
  }

  #unfold() {
    const options = this.querySelector("details.options");
    if (!(options instanceof HTMLDetailsElement) || !this.#composing) return;
    options.open = hasOptions(this.#composing.fields);
  }

  /** A time that is only half there is no wish to publish now. @param {HTMLInputElement} half */
  #ask(half) {
    half.closest("details")?.setAttribute("open", "");
    half.focus();
    say(this, sentence("half-a-time"));
  }

  get #picture() {
    return /** @type {PictureField} */ (this.querySelector("picture-field"));
  }

  #miss() {
    say(this, sentence("nothing-yet"));
    this.#focus();
  }

  #focus() {
    const text = part(this, "textarea[name=text]");
    text.focus({ preventScroll: true });
    text.scrollIntoView({ block: "nearest" });
  }
}

/** @param {KeyboardEvent} event */
function isPlainEnter(event) {
  const { key, ctrlKey, metaKey, target } = event;
  return key === "Enter" && !ctrlKey && !metaKey && target instanceof HTMLInputElement;
}

customElements.define("post-composer", PostComposer);
