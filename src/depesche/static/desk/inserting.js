// @ts-check
/** Text put into a field as if it had been typed: it can be undone, and the page hears of it. */

/** @param {HTMLTextAreaElement} box @param {string} words @param {number} [start] @param {number} [end] */
export function insert(box, words, start = box.selectionStart, end = box.selectionEnd) {
  box.setSelectionRange(start, end);
  const isTyped = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
  if (isTyped) return;
  box.setRangeText(words, start, end, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
