// @ts-check
/**
 * Two versions of one post side by side, the differences marked by the newsroom. Mine can be
 * edited until it holds what is wanted of both.
 *
 * @import { Fields } from "./fields.js"
 * @typedef {{headline: string, text: string}} Words
 */

import { ask } from "./asking.js";
import { answerOf, dialog, part } from "./dialogs.js";
import { sentence } from "./sentences.js";

const PAUSE = 300; // milliseconds without a keystroke

/**
 * @param {{base: string}} desk @param {any} theirs @param {Fields} mine
 * @returns {Promise<"theirs" | Words | null>} theirs; mine, as it was edited; none
 */
export async function chosen(desk, theirs, mine) {
  const shown = dialog("versions");
  const headline = /** @type {HTMLInputElement} */ (part(shown, "[data-mine=headline]"));
  const text = /** @type {HTMLTextAreaElement} */ (part(shown, "[data-mine=text]"));
  const facts = { name: theirs.saved_by || sentence("somebody"), at: theirs.saved_at };
  part(shown, "[data-theirs]").textContent = sentence("saved-by", facts);
  [headline.value, text.value] = [String(mine.headline ?? ""), String(mine.text ?? "")];
  const words = () => ({ headline: headline.value, text: text.value });
  draw(shown, { theirs, mine: words() });
  const compare = () => mark(shown, `${desk.base}/posts/${theirs.id}/comparison`, words());
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
  headline.oninput = text.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(compare, PAUSE);
  };
  compare();
  const answer = await answerOf(shown);
  if (answer === "mine") return words();
  return answer === "theirs" ? answer : null;
}

/** @param {Element} shown @param {string} url @param {Words} words */
async function mark(shown, url, words) {
  const marked = await ask("POST", url, { body: words }).catch(() => null); // plain words do as well
  if (!marked) return;
  for (const name of ["theirs", "mine"]) part(shown, `[data-version=${name}]`).innerHTML = marked[name];
}

/** @param {Element} shown @param {Record<string, Words>} versions */
function draw(shown, versions) {
  for (const [name, version] of Object.entries(versions)) {
    const [headline, text] = ["strong", "p"].map((tag) => document.createElement(tag));
    if (!headline || !text) continue;
    headline.textContent = version.headline;
    text.textContent = version.text;
    part(shown, `[data-version=${name}]`).replaceChildren(headline, text);
  }
}
