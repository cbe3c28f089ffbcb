// @ts-check
/**
 * <pause-control>: one button that stops everything that changes by itself, and lets it go on.
 * Remembered for the visit.
 */

import { timeOf } from "../live/clock.js";
import { isPaused, pause } from "../live/pausing.js";
import { recalled, remember } from "../live/visit.js";

const KEY = "paused";

class PauseControl extends HTMLElement {
  #button = /** @type {HTMLButtonElement} */ (this.querySelector("button"));
  #since = /** @type {HTMLElement} */ (this.querySelector("span"));

  connectedCallback() {
    this.#button.onclick = () => this.#pause(!isPaused());
    if (recalled(KEY)) this.#pause(true);
  }

  /** @param {boolean} on */
  #pause(on) {
    const { textPause = "", textGo = "", textPaused = "" } = this.dataset;
    this.#button.textContent = on ? textGo : textPause;
    this.#since.textContent = on ? textPaused.replace("{}", timeOf(this)) : "";
    remember(KEY, on);
    pause(on);
  }
}

customElements.define("pause-control", PauseControl);
