// @ts-check
/** How the page is connected, in words: since when nothing has come, and that it is back. */

import { timeOf } from "../live/clock.js";

/** @param {HTMLElement} coverage @param {import("../live/following.js").State} state */
export function tell(coverage, state) {
  const line = /** @type {HTMLElement} */ (coverage.querySelector(".connection"));
  const isLost = state === "lost";
  coverage.dataset.connection = state;
  if (isLost !== line.hidden) return; // it says so already
  line.hidden = !isLost;
  line.textContent = isLost ? words(coverage) : "";
  const status = /** @type {HTMLElement} */ (coverage.querySelector("[data-status-line]"));
  status.textContent = isLost ? line.textContent : (coverage.dataset.textBack ?? "");
}

/** @param {HTMLElement} coverage */
function words(coverage) {
  const { textLost = "", textTrying = "" } = coverage.dataset;
  return `${textLost.replace("{}", timeOf(coverage))} ${textTrying}`;
}
