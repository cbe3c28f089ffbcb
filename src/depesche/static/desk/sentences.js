// @ts-check
/** What the page says by itself, in the language of whoever sits there. */

/** @param {string} name @returns {string} */
export function sentence(name) {
  const all = /** @type {HTMLTemplateElement} */ (document.getElementById("sentences"));
  const found = all.content.querySelector(`[data-name="${name}"]`);
  if (!found) throw new Error(`no sentence ${name}`);
  return found.textContent ?? "";
}
