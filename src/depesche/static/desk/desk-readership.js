// @ts-check
/**
 * <desk-readership>: how many read the coverage now; and in the row of each public post, how soon
 * it was on their pages. The first page has both, drawn by the newsroom in the same words.
 *
 * @import { CoverageDesk } from "./coverage-desk.js"
 * @typedef {[pages: number, seconds: number | null]} Reach
 * @typedef {{readers: number, posts: Record<string, Reach>}} Figures
 */

import { ask } from "./asking.js";
import { sentence } from "./sentences.js";

const language = document.documentElement.lang === "de" ? "de" : "en-GB";
const decimal = new Intl.NumberFormat(language);
const hundredths = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

class DeskReadership extends HTMLElement {
  /** @type {Map<string, Reach>} */ #reaches = new Map();
  #leaving = new AbortController();

  connectedCallback() {
    const desk = /** @type {CoverageDesk} */ (this.closest("coverage-desk"));
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    this.#learn(desk);
    desk.addEventListener("desk:status", () => this.#learn(desk), { signal }); // the rows may be others
    desk.addEventListener("desk:changed", (event) => this.#fill(/** @type {CustomEvent<HTMLElement>} */ (event).detail), { signal });
    desk.addEventListener("desk:readership", (event) => this.#take(desk, /** @type {CustomEvent<Figures>} */ (event).detail), { signal });
    desk.addEventListener("desk:polling", () => this.#ask(desk), { signal });
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }

  /** What stands in the rows. @param {CoverageDesk} desk */
  #learn(desk) {
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (desk.querySelectorAll(".row"))) {
      const { pages, seconds } = placeIn(row)?.dataset ?? {};
      if (pages) this.#reaches.set(row.dataset.id ?? "", [Number(pages), seconds ? Number(seconds) : null]);
    }
  }

  /** @param {CoverageDesk} desk @param {Figures} figures */
  #take(desk, { readers, posts }) {
    say(this, readersNow(readers));
    for (const [id, reach] of Object.entries(posts)) {
      this.#reaches.set(id, reach);
      const row = desk.querySelector(`.row[data-id="${CSS.escape(id)}"]`);
      if (row instanceof HTMLElement) this.#fill(row);
    }
  }

  /** A row as the log draws it says nothing of that. @param {HTMLElement} row */
  #fill(row) {
    const reach = this.#reaches.get(row.dataset.id ?? "");
    const place = placeIn(row);
    if (!reach || !place) return;
    place.dataset.pages = String(reach[0]);
    place.dataset.seconds = String(reach[1] ?? "");
    place.classList.toggle("slow", isSlow(reach));
    say(place, reached(reach));
  }

  /** @param {CoverageDesk} desk */
  async #ask(desk) {
    const figures = await ask("GET", `${desk.base}/readership`).catch(() => null);
    if (figures) this.#take(desk, figures);
  }
}

/** @param {number} count */
export function readersNow(count) {
  return sentence(count < 2 ? `readers-${count}` : "readers", { count: decimal.format(count) });
}

/** @param {Reach} reach */
export function reached(reach) {
  const [pages, seconds] = reach;
  const how = seconds === null ? "" : isSlow(reach) ? "-slow" : "-timed";
  const facts = { count: decimal.format(pages), seconds: hundredths.format(seconds ?? 0) };
  return sentence(`reach${how}${pages === 1 ? "-1" : ""}`, facts);
}

/** @param {Reach} reach */
function isSlow([, seconds]) {
  return seconds !== null && seconds > 1;
}

/** Where a public post's row says it. @param {HTMLElement} row @returns {HTMLElement | null} */
function placeIn(row) {
  return row.querySelector(".reach");
}

/** Nothing is touched that says it already. @param {HTMLElement} place @param {string} words */
function say(place, words) {
  if (place.textContent !== words) place.textContent = words;
}

customElements.define("desk-readership", DeskReadership);
