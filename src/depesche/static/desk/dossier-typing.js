// @ts-check
/** Where somebody types, and what they typed while a form was still on its way. */

/** @param {Element | null} at */
export function isTyping(at) {
  if (at instanceof HTMLInputElement) return !["radio", "checkbox"].includes(at.type);
  return at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
}

/** The keys that were pressed come where they were meant, in their order. @param {string} keys */
export function catchUp(keys) {
  for (const key of keys) {
    const at = document.activeElement;
    if (isTyping(at)) write(at, key);
    else at?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }
}

/** @param {Element | null} at @param {string} letter */
function write(at, letter) {
  if (!(at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement)) return;
  at.setRangeText(letter, at.selectionStart ?? 0, at.selectionEnd ?? 0, "end");
  at.dispatchEvent(new Event("input", { bubbles: true }));
}
