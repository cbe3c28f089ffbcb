// @ts-check
/**
 * What few pages need, and what a reader asks for, comes when it is needed: nobody waits for it to
 * read.
 */

import { recalled } from "../live/visit.js";

/** @param {string} selector */
const has = (selector) => document.querySelector(selector);

if (has("count-down")) void import("./count-down.js");
if (has("object-head")) void import("./object-head.js");
if (has("posts-about")) void import("./posts-about.js");
if (recalled("there")) void import("./zone-switch.js");

addEventListener("scroll", () => import("./section-bar.js"), { once: true, passive: true });
document.addEventListener("change", (event) => within(event, "zone-switch") && import("./zone-switch.js"));
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // somewhere else
  const link = /** @type {HTMLAnchorElement | null} */ (within(event, ".chip, .share"));
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  const module = link.matches(".chip") ? import("./object-card.js") : import("./sharing.js");
  module.then(({ take }) => take(link)).catch(() => location.assign(link.href));
});

/** @param {Event} event @param {string} selector */
function within(event, selector) {
  return /** @type {Element} */ (event.target).closest?.(selector);
}
