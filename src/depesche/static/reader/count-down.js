// @ts-check
/** <count-down datetime="…">: the time that is left, by the newsroom's clock. In its shadow. */

import * as clock from "../live/clock.js";

class CountDown extends HTMLElement {
  #stop = () => {};

  connectedCallback() {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const moment = Date.parse(this.getAttribute("datetime") ?? "");
    this.#stop = clock.every(1, () => {
      shadow.textContent = spelled(Math.max(0, Math.ceil((moment - clock.now()) / 1000)));
    });
  }

  disconnectedCallback() {
    this.#stop();
  }
}

/** @param {number} seconds */
function spelled(seconds) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const days = Math.floor(seconds / 86_400);
  const clockTime = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  return (days ? `${days} · ` : "") + clockTime.map(two).join(":");
}

customElements.define("count-down", CountDown);
