// @ts-check
/**
 * What became of the post in hand while somebody was at it: said aloud, and asked about before
 * anything goes out all the same.
 *
 * @typedef {{told: string, heading: string, question: string}} News
 */

import { sentence } from "./sentences.js";

/** It was sent back to its author. @param {{saved_by: string, saved_at: string}} by @returns {News} */
export function returned({ saved_by, saved_at }) {
  return news("returned", "send-submit", { name: saved_by, at: saved_at });
}

/** It went out without what was typed since. @param {string} at @returns {News} */
export function released(at) {
  return news("released", "send-amend", { at });
}

/** It is out of sight; `recover` is offered, and nothing is sent. @returns {News} */
export function discarded() {
  return { told: sentence("discarded"), heading: "", question: "" };
}

/** @param {string} name @param {string} heading @param {Record<string, string>} facts @returns {News} */
function news(name, heading, facts) {
  return { told: sentence(name, facts), heading: sentence(heading), question: sentence(`${name}-asked`, facts) };
}
