// @ts-check
/**
 * <live-coverage>: follows a coverage and never moves the page under a reading eye. What is new
 * goes in by itself only while the reader is at the top; otherwise it waits behind a button.
 * Elements with data-kind are never touched, only put, replaced and removed.
 *
 * Fires "live:changed" (detail: the change), which bubbles, once the page has taken it.
 *
 * @import { Change } from "../live/following.js"
 */

import { apply, find } from "../live/applying.js";
import * as clock from "../live/clock.js";
import { Following } from "../live/following.js";

const mayMove = matchMedia("(prefers-reduced-motion: no-preference)");
const QUIET = 30_000; // milliseconds between two announcements to a screen reader

class LiveCoverage extends HTMLElement {
  /** @type {Map<string, Change>} */ #waiting = new Map();
  /** @type {Following | null} */ #following = null;
  #title = document.title;
  /** The position that an older page begins with; nothing newer belongs on it. */ #top = "";
  #said = -QUIET;
  /** @type {Set<string>} posts that a screen reader has not been told of */ #untold = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #telling;

  /** Whoever comes back to the top sees what has waited. */
  #catchUp = () => {
    if (this.#waiting.size && this.#isAtTop) this.#insert();
  };

  connectedCallback() {
    const { now = "", rate, stream = "", changes = "", sequence } = this.dataset;
    clock.set(now, Number(rate));
    this.#following = new Following({ stream, changes, sequence: Number(sequence) });
    this.#following.addEventListener("change", (event) => this.#take(/** @type {CustomEvent} */ (event).detail));
    this.#following.addEventListener("state", (event) => this.#tell(/** @type {CustomEvent} */ (event).detail));
    this.#following.addEventListener("reset", () => location.reload());
    this.#following.start();
    this.#button?.addEventListener("click", () => this.#reveal());
    document.addEventListener("visibilitychange", this.#catchUp);
    addEventListener("scroll", this.#catchUp, { passive: true });
    if (!("newest" in this.dataset)) this.#top = this.#first;
    document.getElementById("promised")?.scrollIntoView();
  }

  disconnectedCallback() {
    clearTimeout(this.#telling);
    this.#following?.stop();
    document.removeEventListener("visibilitychange", this.#catchUp);
    removeEventListener("scroll", this.#catchUp);
  }

  /** @param {Change} change */
  #take(change) {
    if (this.#isNew(change)) {
      if (change.verb === "put") {
        this.#waiting.set(change.id, change);
        this.#untold.add(change.id);
      }
      if (this.#isAtTop) this.#insert();
      else this.#announce();
    } else if (change.kind !== "post" || find(change, this) || this.#isWithin(change)) {
      this.#standStill(() => apply(change, this));
    }
    this.dispatchEvent(new CustomEvent("live:changed", { bubbles: true, detail: change }));
  }

  /** Whether it is a post that was published after this ticker was made. @param {Change} change */
  #isNew(change) {
    if (!this.#button || change.kind !== "post" || find(change, this)) return false;
    return this.#waiting.has(change.id) || (change.position ?? "") > (this.dataset.newestPosition ?? "");
  }

  /** Whether the page reaches down to where this post belongs. @param {Change} change */
  #isWithin(change) {
    if (this.#top && (change.position ?? "") > this.#top) return false;
    const last = /** @type {HTMLElement | null} */ (this.#posts.querySelector(":scope > :last-child"));
    return "oldest" in this.dataset || (change.position ?? "") > (last?.dataset.position ?? "");
  }

  get #isAtTop() {
    const top = this.#posts.getBoundingClientRect().top;
    return !document.hidden && "newest" in this.dataset && top >= 0;
  }

  #insert() {
    for (const change of this.#waiting.values()) {
      const { element } = apply(change, this);
      if (mayMove.matches) element?.animate({ opacity: [0, 1] }, { duration: 400, easing: "ease-out" });
    }
    this.#announce();
    this.#waiting.clear();
    this.#button.hidden = true;
    document.title = this.#title;
  }

  /** Say how many are new: on the button and in the title, and seldom to a screen reader. */
  #announce() {
    const count = this.#waiting.size;
    this.#button.hidden = count === 0;
    this.#button.textContent = this.#newPosts(count);
    document.title = count ? `(${count}) ${this.#title}` : this.#title;
    this.#speak();
  }

  /** What came too soon after the last announcement is made up for later. */
  #speak() {
    clearTimeout(this.#telling);
    const pause = this.#said + QUIET - performance.now();
    if (pause > 0) {
      this.#telling = setTimeout(() => this.#speak(), pause);
    } else if (this.#untold.size) {
      this.#said = performance.now();
      this.#statusLine.textContent = this.#newPosts(this.#untold.size);
      this.#untold.clear();
    }
  }

  /** @param {number} count */
  #newPosts(count) {
    const { textNewOne = "", textNewMany = "" } = this.dataset;
    return count === 1 ? textNewOne : textNewMany.replace("{}", String(count));
  }

  #reveal() {
    if (!("newest" in this.dataset)) {
      location.assign(this.dataset.page ?? "/");
      return;
    }
    this.#insert();
    this.#posts.scrollIntoView();
    this.#posts.querySelector("h3")?.focus({ preventScroll: true });
  }

  /**
   * Do something to the page, and leave what the reader looks at where it was.
   * @param {() => void} act
   */
  #standStill(act) {
    const seen = [...this.querySelectorAll("[data-kind]")].find(
      (element) => element.getBoundingClientRect().bottom > 0,
    );
    const before = seen?.getBoundingClientRect().top ?? 0;
    const [kind, id] = [seen?.getAttribute("data-kind"), seen?.getAttribute("data-id")];
    act();
    const after = this.querySelector(`[data-kind="${kind}"][data-id="${CSS.escape(id ?? "")}"]`);
    if (!after || scrollY === 0) return;
    scrollBy({ top: after.getBoundingClientRect().top - before, behavior: "instant" });
  }

  /** @param {"open" | "lost" | "polling"} state */
  #tell(state) {
    const line = /** @type {HTMLElement} */ (this.querySelector(".connection"));
    const wasLost = !line.hidden;
    this.dataset.connection = state;
    line.hidden = state !== "lost";
    line.textContent = this.dataset.textLost ?? "";
    if (wasLost && line.hidden) this.#statusLine.textContent = this.dataset.textBack ?? "";
    else if (!wasLost && !line.hidden) this.#statusLine.textContent = line.textContent;
  }

  get #first() {
    return this.#posts?.querySelector("[data-position]")?.getAttribute("data-position") ?? "";
  }

  get #posts() {
    return /** @type {HTMLElement} */ (this.querySelector('[data-list="post"]'));
  }

  get #button() {
    return /** @type {HTMLButtonElement} */ (this.querySelector(".new-posts"));
  }

  get #statusLine() {
    return /** @type {HTMLElement} */ (this.querySelector("[data-status-line]"));
  }
}

customElements.define("live-coverage", LiveCoverage);
