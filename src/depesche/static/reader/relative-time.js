// @ts-check
/**
 * <relative-time datetime="…">: "5 minutes ago", by the newsroom's clock. The words are in its
 * shadow, so that the element itself stays as the server drew it.
 */

import * as clock from "../live/clock.js";

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60]];

class RelativeTime extends HTMLElement {
  #stop = () => {};

  connectedCallback() {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const moment = Date.parse(this.getAttribute("datetime") ?? "");
    const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
    this.#stop = clock.every(15, () => {
      const words = relative(format, Math.min(0, moment - clock.now()) / 1000); // it is never still to come
      if (shadow.textContent !== words) shadow.textContent = words;
    });
  }

  disconnectedCallback() {
    this.#stop();
  }
}

/** @param {Intl.RelativeTimeFormat} format @param {number} seconds */
function relative(format, seconds) {
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, "second");
}

customElements.define("relative-time", RelativeTime);
