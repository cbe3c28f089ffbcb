// @ts-check
/**
 * <front-page>: an open front page becomes what a fresh one is. It asks for itself now and then
 * while it is seen, and puts in the parts that differ; the reader's place and focus stay. Where no
 * answer comes it says so, and since when.
 */

import "./server-clock.js";
import "./relative-time.js";
import "./count-down.js";
import "./pause-control.js";
import * as clock from "../live/clock.js";
import { isPaused } from "../live/pausing.js";
import { Announcing } from "./announcing.js";

const PAUSE = 30_000; // milliseconds between two questions: once to twice that
const PATIENCE = 20_000; // … after which no answer comes any more
const OPENING = 1000; // … after a ticker was to open: once to four times that
const LATE = 10_000; // … for which one that ought to be open is waited for

class FrontPage extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #leaving = new AbortController();
  #asking = new AbortController();
  #announcing = new Announcing(this);
  #heard = 0; // of the newsroom's time, when an answer came

  /** What a browser had kept may be old: it is asked about at once. */
  connectedCallback() {
    this.#leaving = new AbortController();
    this.#heard = clock.now();
    const { signal } = this.#leaving;
    for (const sign of ["visibilitychange", "pausing"]) document.addEventListener(sign, () => this.#ask(), { signal });
    addEventListener("online", () => this.#ask(), { signal });
    void this.#ask();
  }

  disconnectedCallback() {
    this.#leaving.abort();
    this.#asking.abort();
    clearTimeout(this.#timer);
  }

  async #ask() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    if (document.hidden || isPaused()) return;
    const { signal } = (this.#asking = new AbortController());
    const fresh = await Promise.race([fetched(signal), nothing(PATIENCE)]);
    if (signal.aborted) return;
    if (fresh) this.#take(fresh);
    this.#announcing.connected(fresh ? "polling" : "lost", this.#heard);
    const opening = Math.min(...[...this.querySelectorAll("count-down")].map(left).filter((time) => time > -LATE));
    const next = Math.max(0, opening) + OPENING * (1 + 3 * Math.random());
    this.#timer = setTimeout(() => this.#ask(), Math.min(next, PAUSE * (1 + Math.random())));
  }

  /** @param {Document} fresh */
  #take(fresh) {
    this.#heard = clock.now();
    const held = [focusIn(this), placeIn(this)];
    for (const part of this.querySelectorAll("[data-part]")) {
      const other = fresh.getElementById(part.id);
      if (other && !other.isEqualNode(part)) part.replaceWith(document.importNode(other, true));
    }
    for (const again of held) again();
  }
}

/** The page as it is now, if there is an answer. @param {AbortSignal} signal @returns {Promise<Document | null>} */
async function fetched(signal) {
  try {
    const answer = await fetch(location.href, { cache: "no-cache", signal }); // with the ETag it has
    if (!answer.ok) return null;
    const text = await answer.text();
    clock.hear(answer.headers);
    return new DOMParser().parseFromString(text, "text/html");
  } catch {
    return null;
  }
}

/** @param {number} after milliseconds @returns {Promise<null>} */
function nothing(after) {
  return new Promise((resolve) => setTimeout(resolve, after, null));
}

/** Gives the focus back to the link that has it now. @param {Element} page */
function focusIn(page) {
  const href = page.contains(document.activeElement) ? (document.activeElement?.getAttribute("href") ?? "") : "";
  return () => {
    if (!href || page.contains(document.activeElement)) return;
    /** @type {HTMLElement | null} */ (page.querySelector(`a[href="${CSS.escape(href)}"]`))?.focus({ preventScroll: true });
  };
}

/** Puts what the reader looks at now back to its height. @param {Element} page */
function placeIn(page) {
  const seen = [...page.querySelectorAll("li[id]")].find((one) => one.getBoundingClientRect().bottom > 0);
  const before = seen?.getBoundingClientRect().top ?? 0;
  return () => {
    const again = seen && document.getElementById(seen.id);
    if (again && scrollY > 0) scrollBy({ top: again.getBoundingClientRect().top - before, behavior: "instant" });
  };
}

/** Milliseconds until it has run down. @param {Element} countDown */
function left(countDown) {
  return Date.parse(countDown.getAttribute("datetime") ?? "") - clock.now();
}

customElements.define("front-page", FrontPage);
