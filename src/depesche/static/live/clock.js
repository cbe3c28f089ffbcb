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
