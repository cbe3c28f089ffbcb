// @ts-check
/** Trying again by itself: soon at first, then less often, and at once when there is hope. */

const PAUSES = [2, 4, 8, 15, 30]; // seconds; the last one from then on

export class Persevering {
  /** @type {(() => unknown) | null} */ #what = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #tries = 0;

  constructor() {
    addEventListener("online", () => this.now());
  }

  /** Whether there is something to try again. */
  get isWaiting() {
    return this.#what !== null;
  }

  /** Whether this is not the first try. */
  get isAgain() {
    return this.#tries > 0;
  }

  /** @param {() => unknown} what @param {number} [seconds] to wait at least */
  later(what, seconds = 0) {
    clearTimeout(this.#timer);
    this.#what = what;
    const pause = PAUSES[Math.min(this.#tries++, PAUSES.length - 1)] ?? 0;
    const wait = Math.max(seconds, pause * (0.75 + Math.random() / 2));
    this.#timer = setTimeout(() => this.now(), wait * 1000);
  }

  /** Try again as soon as somebody says so. @param {() => unknown} what */
  onceTold(what) {
    clearTimeout(this.#timer);
    this.#tries += 1;
    this.#what = what;
  }

  /** There is hope. */
  now() {
    clearTimeout(this.#timer);
    const what = this.#what;
    this.#what = null;
    what?.();
  }

  /** It is no longer wanted, or done. */
  stop() {
    clearTimeout(this.#timer);
    this.#what = null;
    this.#tries = 0;
  }
}
