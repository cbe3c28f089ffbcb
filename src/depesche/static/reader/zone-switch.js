// @ts-check
/**
 * <zone-switch>: shows the times of the page as clocks show them where it happens. Remembered for
 * the visit. A time keeps its words; a stylesheet shows others in their place.
 */

import { locale } from "../live/clock.js";
import { recalled, remember } from "../live/visit.js";

const KEY = "there";
const NAMES = [locale, "en-US", "en-GB"]; // languages that have names for zones

class ZoneSwitch extends HTMLElement {
  #box = /** @type {HTMLInputElement} */ (this.querySelector("input"));

  connectedCallback() {
    this.#box.checked ||= recalled(KEY);
    this.#box.onchange = () => this.#turn();
    document.addEventListener("live:changed", this.#tell);
    this.#turn();
  }

  disconnectedCallback() {
    document.removeEventListener("live:changed", this.#tell);
  }

  #turn() {
    remember(KEY, this.#box.checked);
    document.documentElement.toggleAttribute("data-there", this.#box.checked);
    this.#tell();
  }

  #tell = () => {
    if (!this.#box.checked) return;
    const there = this.dataset.there ?? "";
    for (const time of document.querySelectorAll("time:not([data-there])")) {
      if (time.querySelector("span")) time.setAttribute("data-there", spoken(/** @type {HTMLTimeElement} */ (time), there));
    }
  };
}

/** With its day, where that is told here as well, or is another one there. @param {HTMLTimeElement} time @param {string} timeZone */
function spoken(time, timeZone) {
  const moment = new Date(time.dateTime);
  const day = (/** @type {string | undefined} */ zone) => new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: zone }).format(moment);
  const here = time.closest("[data-zone]")?.getAttribute("data-zone") ?? undefined;
  const isDated = time.textContent?.includes(",") || day(timeZone) !== day(here);
  const clock = moment.toLocaleTimeString("de", { hour: "2-digit", minute: "2-digit", timeZone });
  return [isDated ? `${day(timeZone)}, ` : "", clock, " ", zoneName(moment, timeZone)].join("");
}

/** @param {Date} moment @param {string} timeZone */
function zoneName(moment, timeZone) {
  const names = NAMES.map((language) => {
    const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: "short" }).formatToParts(moment);
    return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  });
  return names.find((name) => /^[A-Z]+$/.test(name)) ?? names[0];
}

customElements.define("zone-switch", ZoneSwitch);
