// @ts-check
/**
 * <live-coverage>: follows a coverage and never moves the page under a reading eye. New posts go in
 * by themselves only where the reader sees the end at which they belong; otherwise they wait behind
 * a button. While the reader has paused, everything waits.
 * Elements with data-kind are never touched, only put, replaced and removed.
 *
 * Fires "live:changed" (detail: the change), which bubbles, once the page has taken it.
 *
 * @import { Change } from "../live/following.js"
 */

import { apply, find, position } from "../live/applying.js";
import * as clock from "../live/clock.js";
import { Following } from "../live/following.js";
import { isPaused } from "../live/pausing.js";
import { Announcing } from "./announcing.js";
import * as dayLines from "./day-lines.js";

const PARTS = { "with-summary": ".so-far", "with-dossier": ".dossier [data-kind]" }; // of which a stylesheet knows beforehand
const mayMove = matchMedia("(prefers-reduced-motion: no-preference)");

class LiveCoverage extends HTMLElement {
  /** @type {Map<string, Change>} */ #waiting = new Map();
  /** @type {Map<string, () => void>} what is to be done once the reader lets the page go on */ #held = new Map();
  /** @type {unknown} whether the reader sees where new posts belong */ #sees;
  /** @type {Following | null} */ #following = null;
  #announcing = new Announcing(this);

  connectedCallback() {
    this.#following = this.#followed();
    this.#hear("change", (change) => this.#take(change));
    this.#hear("state", (state, at) => this.#announcing.connected(state, at));
    this.#hear("reset", () => location.reload());
    this.#following.start({ isOver: this.#isOver });
    this.#button?.addEventListener("click", this.#reveal);
    document.addEventListener("pausing", this.#goOn);
    document.addEventListener("visibilitychange", this.#catchUp);
    addEventListener("scroll", this.#catchUp, { passive: true });
  }

  disconnectedCallback() {
    this.#announcing.stop();
    this.#following?.stop();
    document.removeEventListener("pausing", this.#goOn);
    document.removeEventListener("visibilitychange", this.#catchUp);
    removeEventListener("scroll", this.#catchUp);
  }

  #followed() {
    const { now = "", rate, stream = "", changes = "", sequence } = this.dataset;
    clock.set(now, Number(rate));
    return new Following({ stream, changes, sequence: Number(sequence) });
  }

  /** Do this whenever it is heard, or once the reader goes on: of each object what came last. @param {string} what @param {(detail: any, at: number) => void} act */
  #hear(what, act) {
    this.#following?.addEventListener(what, (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      const name = [what, detail?.kind, detail?.id].join();
      const at = clock.now();
      this.#held.delete(name);
      this.#held.set(name, () => act(detail, at));
      this.#goOn();
    });
  }

  #goOn = () => {
    if (isPaused()) return;
    const held = [...this.#held.values()];
    this.#held.clear();
    this.#standStill(() => {
      for (const act of held) act();
      if (this.#button) dayLines.draw(this.#posts);
    });
    this.#announcing.speak();
  };

  /** @param {Change} change */
  #take(change) {
    if (this.#isNew(change)) this.#receive(change);
    else if (change.kind !== "post" || find(change, this) || this.#isWithin(change)) apply(change, this);
    this.dispatchEvent(new CustomEvent("live:changed", { bubbles: true, detail: change }));
    document.querySelector("main > script[type]")?.remove(); // what machines were told is not so any more
    for (const [name, part] of Object.entries(PARTS)) this.classList.toggle(name, this.querySelector(part) !== null);
    if (change.kind === "coverage") this.#turn();
  }

  /** The coverage has ended, or goes on. */
  #turn() {
    const { textOver = "" } = this.dataset;
    if (this.#isOver && !this.#following?.isOver) this.#announcing.say(textOver);
    this.#following?.turn(this.#isOver);
  }

  get #isOver() {
    return this.querySelector(".head") ? this.querySelector(".over") !== null : "over" in this.dataset;
  }

  /** Whether it is a post that was published after this ticker was made. @param {Change} change */
  #isNew(change) {
    if (!this.#button || change.kind !== "post" || find(change, this)) return false;
    return this.#waiting.has(change.id) || (change.position ?? "") > (this.dataset.newestPosition ?? "");
  }

  /** @param {Change} change about a new post */
  #receive(change) {
    if (change.verb === "put") {
      this.#waiting.set(change.id, change);
      this.#announcing.hear(change.id);
    }
    if (this.#sees) this.#insert();
    else this.#announcing.count(this.#waiting.size);
  }

  /** Whether the page reaches to where this older post belongs. @param {Change} change */
  #isWithin({ position: its = "" }) {
    const first = position(this.#posts?.querySelector("[data-position]"));
    const last = position(this.#posts?.querySelector(":scope > :nth-last-child(1 of [data-position])"));
    const [newest, oldest] = this.#isUp ? [last, first] : [first, last];
    return (its < newest || "newest" in this.dataset) && (its > oldest || "oldest" in this.dataset);
  }

  /** Whether the reader sees the end of the ticker at which new posts belong. */
  get #isSeen() {
    const { bottom } = this.#posts.getBoundingClientRect();
    return !document.hidden && "newest" in this.dataset && (this.#isUp ? bottom <= innerHeight : !scrollY);
  }

  #catchUp = () => {
    if (this.#waiting.size && this.#isSeen && !isPaused()) this.#insert();
  };

  #insert() {
    for (const change of this.#waiting.values()) {
      const { element } = apply(change, this);
      element?.animate({ opacity: [0, 1] }, mayMove.matches ? 400 : 0);
    }
    this.#waiting.clear();
    this.#announcing.count(0);
  }

  /** The reader wants to see what waits, and goes on with the first of it. */
  #reveal = () => {
    const { page = "/" } = this.dataset;
    if (!("newest" in this.dataset)) return location.assign(page);
    const waiting = [...this.#waiting.keys()];
    this.#insert();
    dayLines.draw(this.#posts);
    const heading = document.getElementById(`headline-${this.#isUp ? waiting[0] : waiting.at(-1)}`);
    (this.#isUp ? heading?.closest(".post") : this.#posts)?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  };

  /**
   * Do something to the page, and leave what the reader looks at where it was. Meanwhile nothing is
   * measured: the page would be laid out anew for each change.
   * @param {() => void} act
   */
  #standStill(act) {
    this.#sees = this.#button && this.#isSeen;
    const those = /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-kind]"));
    const isSeen = (/** @type {Element} */ one) => one.getBoundingClientRect().bottom > 64 && !one.closest(".rail"); // that stays by itself, over what ends behind it
    const seen = [...those].find(isSeen);
    const before = seen?.getBoundingClientRect().top ?? 0;
    act();
    const after = seen && find(seen.dataset, this);
    if (after && scrollY) scrollBy({ top: after.getBoundingClientRect().top - before, behavior: "instant" });
  }

  /** Whether the ticker is read from its oldest post. */
  get #isUp() {
    return this.dataset.order === "oldest";
  }

  get #posts() {
    return /** @type {HTMLElement} */ (this.querySelector('[data-list="post"]'));
  }

  get #button() {
    return this.querySelector(".new-posts");
  }
}

customElements.define("live-coverage", LiveCoverage);
