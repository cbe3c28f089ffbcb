// @ts-check
/**
 * Following a log: by stream while the page is seen, by asking now and then while it is not, or
 * while no stream is to be had. Whatever way a change comes, it comes once and in order.
 *
 * @typedef {{sequence: number, at: string, kind: string, id: string,
 *            verb: "put" | "remove" | "superseded", position?: string, html?: string}} Change
 * @typedef {"open" | "lost" | "polling" | "over" | "out"} State
 */

import * as clock from "./clock.js";
import * as slots from "./slots.js";

const HIDDEN = 30; // seconds between two questions of a page that nobody sees
const SLOTLESS = 2; // … of a page that is seen, where others of this browser hold all streams
const REFUSED = 10; // … of a page that is seen, where the server gives no stream at the moment
const OVER = 300; // … of a page that is seen, of a coverage that has ended
const SILENCE = 40; // seconds after which a stream without a sign of life is given up
const FIRST = 20; // seconds within which it gives the first one, unless something in between holds it back
const ROUNDS = 20; // questions, then, before a stream is tried again
const BLINK = 4e3; // milliseconds within which a stream that comes back has not been away

/** The log is told to the signed-in only, and nobody is. */
class SignedOut extends Error {}

/**
 * Fires "change" (detail: Change), "readership" (detail: figures; at the desk), "state" (detail:
 * State) and "reset", after which nothing more comes: the page had
 * better fetch itself anew.
 */
export class Following extends EventTarget {
  /** @type {EventSource | null} */ #source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} until it says that it is lost */ #losing;
  /** @type {(() => void) | null} */ #release = null;
  #leaving = new AbortController();
  #asking = new AbortController();
  #rounds = 0; // of questions, before a stream is tried
  isOver = false; // the coverage has ended: hardly anything comes any more

  /** @param {{stream: string, changes: string, sequence: number}} where addresses with their edition */
  constructor({ stream, changes, sequence }) {
    super();
    this.stream = stream;
    this.changes = changes;
    this.sequence = sequence;
  }

  /** @param {{isOver?: boolean}} [how] */
  start({ isOver = false } = {}) {
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    document.addEventListener("visibilitychange", () => this.#begin(), { signal });
    addEventListener("online", () => this.#begin(), { signal });
    addEventListener("offline", () => this.#lose(), { signal });
    addEventListener("pagehide", () => this.#close(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.#begin(), { signal });
    if (isOver) this.turn(isOver);
    else this.#begin();
  }

  /** It has ended, and is asked for seldom from now on; or it goes on after all. @param {boolean} isOver */
  turn(isOver) {
    if (isOver === this.isOver) return;
    this.isOver = isOver;
    if (!isOver) return this.#begin();
    this.#close();
    this.#say("over");
    this.#after(OVER * (0.5 + Math.random()), () => this.#begin());
  }

  stop() {
    this.#leaving.abort();
    this.#close();
  }

  /** There is hope: see at once what is to be had. */
  again() {
    this.#begin();
  }

  #begin() {
    this.#close();
    if (document.hidden) this.isOver || this.#after(HIDDEN, () => this.#ask(HIDDEN));
    else if (this.isOver) void this.#ask(OVER);
    else if (this.#rounds > 0) void this.#ask(REFUSED);
    else this.#open().catch(() => this.#ask(REFUSED)); // this browser has no streams, or something in it forbids them
  }

  async #open() {
    const release = await slots.take();
    if (!release) return this.#ask(SLOTLESS);
    if (this.#source || document.hidden || this.#leaving.signal.aborted) return release();
    this.#release = release;
    this.#listen(new EventSource(`${this.stream}&after=${this.sequence}`));
  }

  /** @param {EventSource} source */
  #listen(source) {
    this.#source = source;
    this.#after(FIRST, () => {
      this.#rounds = ROUNDS;
      void this.#ask(REFUSED);
    });
    source.onopen = () => this.#say("open");
    source.onmessage = (event) => {
      this.#expect();
      this.#take(JSON.parse(event.data));
    };
    source.addEventListener("heartbeat", (event) => {
      const sign = JSON.parse(event.data);
      clock.set(sign.now, sign.rate);
      this.#expect();
    });
    source.addEventListener("readership", (event) => {
      this.dispatchEvent(new CustomEvent("readership", { detail: JSON.parse(event.data) }));
    });
    source.addEventListener("reset", () => this.#reset());
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) void this.#ask(REFUSED);
      else this.#losing ??= setTimeout(() => this.#say("lost"), BLINK);
    };
  }

  /** A sign of life came; without another one in time the stream is opened anew. */
  #expect() {
    this.#after(SILENCE, () => this.#begin());
  }

  /** Ask for what is new, and after a pause of about `pause` seconds see what is to be had. @param {number} pause */
  async #ask(pause) {
    this.#close();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const state = await this.#answer(signal);
    if (signal.aborted) return;
    this.#say(state);
    if (this.#rounds) this.#rounds -= 1;
    const isHidden = () => document.hidden && !this.isOver;
    this.#after(pause * (0.75 + Math.random() / 2), () => (isHidden() ? this.#ask(HIDDEN) : this.#begin()));
  }

  /** @param {AbortSignal} signal @returns {Promise<State>} */
  async #answer(signal) {
    try {
      while (await this.#page(signal));
      return this.isOver ? "over" : "polling";
    } catch (error) {
      return error instanceof SignedOut ? "out" : "lost";
    }
  }

  /** @param {AbortSignal} signal @returns {Promise<boolean>} whether there is more */
  async #page(signal) {
    const headers = { Accept: "application/json" };
    const answer = await fetch(`${this.changes}&after=${this.sequence}`, { headers, signal });
    if (answer.status === 401) throw new SignedOut();
    if (!answer.ok) throw new Error(String(answer.status));
    clock.hear(answer.headers);
    const { sequence, changes, more } = await answer.json();
    if (sequence < this.sequence) this.#reset();
    for (const change of changes) this.#take(change);
    return more;
  }

  /** @param {Change} change */
  #take(change) {
    if (change.sequence <= this.sequence) return;
    this.sequence = change.sequence;
    this.dispatchEvent(new CustomEvent("change", { detail: change }));
  }

  #lose() {
    this.#close();
    this.#say("lost");
  }

  #reset() {
    this.stop();
    this.dispatchEvent(new CustomEvent("reset"));
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#source?.close();
    this.#source = null;
    this.#release?.();
    this.#release = null;
  }

  /** @param {number} seconds @param {() => void} what */
  #after(seconds, what) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(what, seconds * 1000);
  }

  /** @param {State} state */
  #say(state) {
    clearTimeout(this.#losing);
    this.#losing = undefined;
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }
}
