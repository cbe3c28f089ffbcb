// @ts-check
/**
 * <post-reading>: what the newsroom reads in the text while it is typed, as a row of chips: names,
 * quotes, markers, and what cannot be read. It never holds up a keystroke, and where the newsroom
 * cannot be reached it keeps silent.
 *
 * Fires "desk:read" (detail: a Reading) when something else is read.
 *
 * @import { Fields } from "./fields.js"
 * @typedef {{kind: string, key: string, name: string}} Name
 * @typedef {{start: number, end: number, insert: string, label: string, kind: string}} Completion
 *   `start` and `end` count characters
 * @typedef {{chips: {kind: string, label: string, typed: string}[], mentions: Name[],
 *            claims: {speaker: string}[], unread: {typed: string, sentence: string}[],
 *            completions: Completion[], suggestable: {actors: Name[], issues: Name[]},
 *            gone: Name[]}} Reading
 */

import { ask, Refusal } from "./asking.js";
import { sentence } from "./sentences.js";

const PAUSE = 150; // milliseconds without a keystroke
const PATIENCE = 3_000; // milliseconds; by then something else is typed
const ALOUD = 1_500; // milliseconds without news, then it is said what is new
const LONGEST = 20_000; // characters of a text
const BEGUN = /(?:^|[\s(["'„“‚‘«»])[@#][\p{L}\p{N}_-]*$|(?:^|\n)[ \t]*\/\p{L}*(?:[ \t]+[\p{L}\p{N}_-]*)?$/u;

const NAMES = ["actor", "issue", "place"];

/** @type {Reading} */
const NOTHING = { chips: [], mentions: [], claims: [], unread: [], completions: [], suggestable: { actors: [], issues: [] }, gone: [] };

export class PostReading extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #aloud;
  /** @type {AbortController | null} */ #going = null;
  /** @type {Promise<void>} what was asked last */ #asked = Promise.resolve();
  /** @type {Fields} */ #fields = {};
  /** @type {Set<string>} */ #said = new Set();
  #last = "";
  /** @type {Reading} what was read last */ reading = NOTHING;

  connectedCallback() {
    this.#desk.addEventListener("desk:composed", (event) => {
      this.#fields = /** @type {CustomEvent<{fields: Fields}>} */ (event).detail.fields;
      this.#draw();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), PAUSE);
    });
  }

  /** What is read in what stands there now; what was read last where the newsroom is away. */
  async now() {
    clearTimeout(this.#timer);
    this.#ask();
    await this.#asked;
    return this.reading;
  }

  #ask() {
    const body = this.#body();
    const spelled = JSON.stringify(body);
    if (spelled === this.#last) return;
    this.#last = spelled;
    this.#going?.abort();
    const { text, headline } = body;
    if (!(text || headline) || text.length > LONGEST) return this.#take(NOTHING);
    this.#asked = this.#fetch(body, (this.#going = new AbortController()));
  }

  /** Whether nothing has been typed since that was asked. */
  get #isAsTyped() {
    return JSON.stringify(this.#body()) === this.#last;
  }

  #body() {
    const { text = "", headline = "" } = this.#fields;
    const { selectionStart, value } = this.#box;
    const before = value.slice(0, selectionStart);
    const isBegun = value === text && document.activeElement === this.#box && BEGUN.test(before);
    const caret = isBegun ? [...before].length : null;
    return { text: String(text), headline: String(headline), caret };
  }

  /** @param {unknown} body @param {AbortController} going */
  async #fetch(body, going) {
    const timer = setTimeout(() => going.abort(), PATIENCE);
    try {
      const reading = await ask("POST", `${this.#desk.dataset.base}/reading`, { body, signal: going.signal });
      if (this.#going === going) this.#take(this.#isAsTyped ? reading : { ...reading, completions: [] });
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (this.#going === going) this.#last = ""; // the next keystroke asks again
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {Reading} reading */
  #take(reading) {
    this.reading = reading;
    this.#draw();
    this.dispatchEvent(new CustomEvent("desk:read", { bubbles: true, detail: reading }));
    clearTimeout(this.#aloud);
    this.#aloud = setTimeout(() => this.#say(), ALOUD);
  }

  #draw() {
    const chips = [...this.#all()];
    const row = /** @type {HTMLElement} */ (this.querySelector("ul"));
    const { lang = "" } = this.dataset;
    row.hidden = chips.length === 0;
    const drawn = chips.map(({ kind, label }) => chip(kind, label, NAMES.includes(kind) ? lang : ""));
    if (drawn.map((one) => one.outerHTML).join("") !== row.innerHTML) row.replaceChildren(...drawn);
  }

  /** Everything that is read, and the marks that are set by hand. @returns {Iterable<{kind: string, label: string}>} */
  *#all() {
    const { chips, mentions, claims, unread } = this.reading;
    for (const { typed, sentence: why } of unread) yield { kind: "unread", label: `${typed}: ${why}` };
    for (const { speaker } of claims) yield { kind: "claim", label: sentence("claimed", { name: speaker }) };
    yield* chips;
    const isMarked = chips.some(({ kind }) => kind === "key_event");
    if (this.#fields.key_event && !isMarked) yield { kind: "key_event", label: sentence("key-event") };
    for (const { kind, name } of mentions) yield { kind, label: name };
  }

  /** What has come since it was said last. */
  #say() {
    const now = new Set([...this.#all()].map(({ label }) => label));
    const fresh = [...now].filter((label) => !this.#said.has(label));
    this.#said = now;
    if (fresh.length > 0) /** @type {HTMLElement} */ (this.querySelector("[role=status]")).textContent = fresh.join(", ");
  }

  get #box() {
    return /** @type {HTMLTextAreaElement} */ (this.#desk.querySelector("post-composer [name=text]"));
  }

  get #desk() {
    return /** @type {HTMLElement} */ (this.closest("coverage-desk"));
  }
}

/** @param {string} kind @param {string} label @param {string} lang if it is not the desk's */
function chip(kind, label, lang) {
  const made = document.createElement("li");
  made.className = "read";
  made.dataset.of = kind;
  made.textContent = label;
  if (lang) made.lang = lang;
  return made;
}

customElements.define("post-reading", PostReading);
