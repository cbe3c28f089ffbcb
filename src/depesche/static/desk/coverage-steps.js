// @ts-check
/** <coverage-steps>: announce, open, pause, end … – with a question first where it is not easily undone. */

import * as clock from "../live/clock.js";
import { ask, reach, Refusal } from "./asking.js";
import { isConfirmed } from "./dialogs.js";

class CoverageSteps extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#take(/** @type {HTMLFormElement} */ (event.target));
    });
    this.#desk.addEventListener("desk:status", () => this.#renew());
  }

  /** @param {HTMLFormElement} form */
  async #take(form) {
    if (!(await isMeant(form))) return;
    const status = String(new FormData(form).get("status"));
    try {
      const { change } = await ask("PUT", `${this.#desk.base}/status`, { body: { status } });
      this.dispatchEvent(new CustomEvent("desk:take", { bubbles: true, detail: change }));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.#say(refusal.sentence);
    }
  }

  /** What is possible from here, asked of the newsroom. */
  async #renew() {
    const answer = await reach(`${this.#desk.base}/steps`).catch(() => null);
    if (answer?.ok && !answer.redirected) this.innerHTML = await answer.text();
  }

  /** @param {string} trouble */
  #say(trouble) {
    const place = document.createElement("p");
    place.className = "trouble";
    place.role = "alert";
    this.querySelector(".trouble")?.remove();
    this.append(place);
    place.textContent = trouble;
  }

  get #desk() {
    return /** @type {import("./coverage-desk.js").CoverageDesk} */ (this.closest("coverage-desk"));
  }
}

/** Whether it is meant; where it is too late anyway, the newsroom says so. @param {HTMLFormElement} form */
async function isMeant({ dataset: { confirm, confirmBefore }, textContent }) {
  if (!confirm) return true;
  if (confirmBefore && !(clock.now() < Date.parse(confirmBefore))) return true;
  return isConfirmed(textContent?.trim() ?? "", confirm);
}

customElements.define("coverage-steps", CoverageSteps);
