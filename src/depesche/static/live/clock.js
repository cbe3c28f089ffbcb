// @ts-check
/** The newsroom's time, as the server told it: never the device's date. */

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

/**
 * Call `tick` now and then about every `seconds` of the newsroom's time, but not more often than
 * four times a second, until the returned function is called.
 * @param {() => void} tick
 * @param {number} seconds
 */
export function every(seconds, tick) {
  tick();
  const timer = setInterval(tick, Math.max(250, (seconds * 1000) / Math.max(rate, 1)));
  return () => clearInterval(timer);
}
