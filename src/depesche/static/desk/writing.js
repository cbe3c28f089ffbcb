// @ts-check
/**
 * The keys of the text box: the list of names while it is open, Enter in quotes and lists, and the
 * chords for what the post says to the dossier.
 *
 * The chords are Alt and a digit, by the place of the key, so that every keyboard has them. Where
 * Alt types characters, on a Mac, Ctrl is held as well; AltGr is not Alt.
 *
 * @import { PositionField } from "./position-field.js"
 * @import { Reading } from "./post-reading.js"
 */

import { Completing } from "./completing.js";
import { goOn } from "./continuing.js";
import { STANCES } from "./position-chips.js";

const IS_MAC = /^Mac/.test(navigator.platform);

/** @param {HTMLElement} composer */
export function listen(composer) {
  const box = /** @type {HTMLTextAreaElement} */ (composer.querySelector("[name=text]"));
  const positions = /** @type {PositionField} */ (composer.querySelector("position-field"));
  const [list, aloud] = ["#completions", "[data-completions-said]"].map((selector) => composer.querySelector(selector));
  if (!(list instanceof HTMLElement && aloud instanceof HTMLElement)) return;
  const completing = new Completing(box, list, aloud);
  composer.addEventListener("desk:read", (event) => {
    completing.offer(/** @type {CustomEvent<Reading>} */ (event).detail);
  });
  composer.addEventListener("keydown", (event) => {
    if (event.isComposing || box.readOnly) return;
    const isTaken = isChord(event) ? chord(event, composer, positions) : event.target === box && type(event, box, completing);
    if (!isTaken) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** @param {KeyboardEvent} event @param {HTMLTextAreaElement} box @param {Completing} completing */
function type(event, box, completing) {
  if (completing.press(event)) return true;
  const isPlain = !(event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
  return event.key === "Enter" && isPlain && goOn(box);
}

/** @param {KeyboardEvent} event */
function isChord(event) {
  const { altKey, ctrlKey, metaKey, shiftKey } = event;
  return altKey && ctrlKey === IS_MAC && !metaKey && !shiftKey && !event.getModifierState("AltGraph");
}

/** @param {KeyboardEvent} event @param {HTMLElement} composer @param {PositionField} positions */
function chord({ code, repeat }, composer, positions) {
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit === undefined) return false;
  if (repeat) return true;
  const stance = STANCES[Number(digit) - 1];
  if (stance) positions.press(stance);
  else if (digit === "0") markKeyEvent(composer);
  else if (digit === "7") positions.turn("actor");
  else if (digit === "8") positions.turn("issue");
  return true;
}

/** @param {HTMLElement} composer */
function markKeyEvent(composer) {
  const group = composer.querySelector(".options:not([hidden])");
  const mark = group?.querySelector("[name=key_event]");
  if (mark instanceof HTMLInputElement) mark.click();
}
