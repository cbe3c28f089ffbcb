// @ts-check
/** The newsroom's time, as the server told it: never the device's date. */

import { isPaused } from "./pausing.js";

const { lang } = document.documentElement;
export const locale = lang === "en" ? "en-GB" : lang;

let told = Date.now();
let at = performance.now();
let rate = 1;

/**
 * @param {string} now ISO 8601 with offset
 * @param {number} itsRate newsroom seconds per second
 */
export function set(now, itsRate) {
  told = Date.parse(now);
  at = performance.now();
  rate = itsRate;
}

/** What an answer says of it; one that a cache kept says how old it is. @param {Headers} headers */
export function hear(headers) {
  const [now, itsRate] = (headers.get("Depesche-Time") ?? "").split(";rate=");
  if (!now || !itsRate) return;
  set(now, Number(itsRate));
  told += Number(headers.get("Age") ?? 0) * 1000 * rate;
}

/** @returns {number} milliseconds since 1970 in the newsroom's time */
export function now() {
  return told + (performance.now() - at) * rate;
}

/** What clocks of the newsroom show: 20:14 MESZ. @param {Element} within the coverage's element, which names their zone @param {number} [moment] */
export function timeOf(within, moment = now()) {
  const timeZone = within.closest("[data-zone]")?.getAttribute("data-zone") ?? undefined;
  const form = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", timeZoneName: "short", timeZone });
  return new Intl.DateTimeFormat(locale, form).format(moment);
}

/**
 * Call `tick` now and then about every `seconds` of the newsroom's time, but not more often than
 * four times a second, and not while the reader has paused, until the returned function is called.
 * @param {() => void} tick
 * @param {number} seconds
 */
export function every(seconds, tick) {
  tick();
  const beat = () => isPaused() || tick();
  const timer = setInterval(beat, Math.max(250, (seconds * 1000) / Math.max(rate, 1)));
  document.addEventListener("pausing", beat);
  return () => {
    clearInterval(timer);
    document.removeEventListener("pausing", beat);
  };
}
