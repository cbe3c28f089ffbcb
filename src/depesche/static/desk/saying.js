// @ts-check
/**
 * Where the text is, and what went wrong with it: the composer's own words. They are always seen;
 * aloud they are said only when there is something to hear, not at every pause.
 *
 * @import { Refusal } from "./asking.js"
 * @typedef {"" | "here" | "sent" | "saved"} Place of the text: here only, on its way, at the newsroom
 */

import { part } from "./dialogs.js";
import { sentence } from "./sentences.js";

/** @param {HTMLElement} composer @param {string} words @param {Place} [place] @param {{quietly?: boolean}} [how] */
export function say(composer, words, place = "", { quietly = false } = {}) {
  put(composer, "[data-said]", words);
  part(composer, "[data-said]").dataset.place = place;
  part(composer, "[data-trouble]").hidden = true;
  if (!quietly) put(composer, "[data-aloud]", words);
}

/** The text is in this browser and nowhere else. @param {HTMLElement} composer @param {string} [why] */
export function sayHere(composer, why = "") {
  say(composer, [sentence("kept"), why].filter(Boolean).join(" "), "here", { quietly: !why });
}

/** @typedef {"" | "retry" | "sign-in" | "versions" | "recover"} Help */

/**
 * What went wrong stays until something is said again.
 * @param {HTMLElement} composer @param {string} words @param {Help} help
 */
export function complain(composer, words, help) {
  say(composer, "");
  part(composer, "[data-trouble] p").textContent = words;
  for (const offer of ["retry", "sign-in", "versions", "recover"]) {
    part(composer, `[data-trouble] [data-do=${offer}]`).hidden = offer !== help && !(offer === "retry" && help === "sign-in");
  }
  part(composer, "[data-trouble]").hidden = false;
}

/**
 * Why it was refused, and where the text is now.
 * @param {Refusal} refusal @param {boolean} [isKept] @param {string} [name] whose text it is
 */
export function reasons(refusal, isKept = false, name = "") {
  const words = [refusal.sentence, isKept && whereabouts(refusal, name), refusal.isPassing && sentence("tries-again")];
  return words.filter(Boolean).join(" ");
}

/** Where the text is, unless the refusal says so. @param {Refusal} refusal @param {string} name */
function whereabouts(refusal, name) {
  if (refusal.isOfAnother) return sentence("whose", { name });
  return refusal.isOpen || refusal.status === 401 ? "" : sentence("refused");
}

/** @param {HTMLElement} composer @param {boolean} isBusy */
export function occupy(composer, isBusy) {
  part(composer, "form").ariaBusy = String(isBusy);
  if (isBusy) say(composer, sentence("sending"), "sent");
}

/** A text box grows with its text, also where CSS alone cannot do it. @param {HTMLElement} composer */
export function grow(composer) {
  if (CSS.supports("field-sizing", "content")) return;
  const text = part(composer, "textarea[name=text]");
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

/** @param {HTMLElement} composer @param {string} selector @param {string} words */
function put(composer, selector, words) {
  const place = part(composer, selector);
  if (place.textContent !== words) place.textContent = words;
}
