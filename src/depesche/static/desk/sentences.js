// @ts-check
/** What the page says by itself, in the language of whoever sits there. */

/** @param {string} name @param {Record<string, string>} [facts] that the sentence names: {name} @returns {string} */
export function sentence(name, facts = {}) {
  const all = /** @type {HTMLTemplateElement} */ (document.getElementById("sentences"));
  const found = all.content.querySelector(`[data-name="${name}"]`);
  if (!found) throw new Error(`no sentence ${name}`);
  return (found.textContent ?? "").replace(/\{(\w+)\}/g, (whole, fact) => facts[fact] ?? whole);
}
