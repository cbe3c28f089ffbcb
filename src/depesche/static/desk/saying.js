// @ts-check
/**
 * Where the text is, and what went wrong with it: the composer's own words.
 *
 * @import { Refusal } from "./asking.js"
 */

import { part } from "./dialogs.js";
import { sentence } from "./sentences.js";

/** @param {HTMLElement} composer @param {string} words */
export function say(composer, words) {
  const place = part(composer, "[data-said]");
  if (place.textContent !== words) place.textContent = words;
  part(composer, "[data-trouble]").hidden = true;
}

/**
 * What went wrong stays until something is said again.
 * @param {HTMLElement} composer @param {Refusal} refusal @param {boolean} isKept
 */
export function complain(composer, refusal, isKept) {
  const isOut = refusal.status === 401;
  const words = [refusal.sentence];
  if (isKept && !refusal.isOpen && !isOut) words.push(sentence("refused"));
  say(composer, "");
  part(composer, "[data-trouble] p").textContent = words.join(" ");
  part(composer, "[data-sign-in]").hidden = !isOut;
  part(composer, "[data-trouble]").hidden = false;
}

/** @param {HTMLElement} composer @param {boolean} isBusy */
export function occupy(composer, isBusy) {
  part(composer, "form").ariaBusy = String(isBusy);
  if (isBusy) say(composer, sentence("sending"));
}

/** A text box grows with its text, also where CSS alone cannot do it. @param {HTMLElement} composer */
export function grow(composer) {
  if (CSS.supports("field-sizing", "content")) return;
  const text = part(composer, "textarea[name=text]");
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}
