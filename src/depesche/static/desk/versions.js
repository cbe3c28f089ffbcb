// @ts-check
/**
 * Two versions of one post side by side, the differences marked by the newsroom. Mine can be
 * edited until it holds what is wanted of both. What else differs is listed below.
 *
 * @import { Fields } from "./fields.js"
 * @import { Position } from "./position-chips.js"
 * @typedef {{headline: string, text: string}} Words
 */

import { ask } from "./asking.js";
import { answerOf, dialog, part } from "./dialogs.js";
import { differing } from "./fields.js";
import { sentence } from "./sentences.js";

const WORDS = ["headline", "text"];
const PAUSE = 300; // milliseconds without a keystroke

/**
 * @param {{base: string}} desk @param {HTMLFormElement} form @param {any} theirs
 * @param {{fields: Fields, mine: Fields}} ours what stands in the form, and what would go on of it
 * @returns {Promise<"theirs" | Words | null>} theirs; mine, as it was edited; none
 */
export async function chosen(desk, form, theirs, { fields, mine }) {
  const shown = dialog("versions");
  const headline = /** @type {HTMLInputElement} */ (part(shown, "[data-mine=headline]"));
  const text = /** @type {HTMLTextAreaElement} */ (part(shown, "[data-mine=text]"));
  const facts = { name: theirs.saved_by || sentence("somebody"), at: theirs.saved_at };
  part(shown, "[data-theirs]").textContent = sentence("saved-by", facts);
  [headline.value, text.value] = [String(mine.headline ?? ""), String(mine.text ?? "")];
  list(part(shown, "[data-others]"), others(form, facts.name, { theirs, fields, mine }));
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

/**
 * What else differs, and which of the two goes on with mine.
 * @param {HTMLFormElement} form @param {string} name whose theirs is
 * @param {{theirs: Fields, fields: Fields, mine: Fields}} versions
 */
function others(form, name, { theirs, fields, mine }) {
  return differing(fields, theirs).filter((field) => !WORDS.includes(field) && !field.endsWith("_fold")).map((field) => {
    const isMine = differing(mine, theirs).includes(field);
    const facts = { name, field: label(form, field), theirs: spelled(theirs[field]), mine: spelled(mine[field]) };
    return sentence(isMine ? "other-mine" : "other-theirs", facts);
  });
}

/** What the form calls it. @param {HTMLFormElement} form @param {string} name */
function label(form, name) {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const said = field.labels?.[0];
  if (!said) return field.dataset.label ?? sentence("picture"); // its field is out of sight
  return ((said.querySelector("span") ?? said).textContent ?? "").trim();
}

/** @param {string | boolean | Position[] | undefined} value */
function spelled(value) {
  if (typeof value === "boolean") return sentence(value ? "yes" : "no");
  if (typeof value === "object" || value?.startsWith("[{")) return positions(value);
  return value ? inWords(value) : "–";
}

/** A picture, or a time. @param {string} value */
function inWords(value) {
  return /^[0-9a-f-]{36}$/.test(value) ? sentence("yes") : value.replace(/^(\d{4}-\d\d-\d\d)T/, "$1 ");
}

/** @param {any} value a list, or spelled as one */
function positions(value) {
  /** @type {Position[]} */
  const taken = Array.isArray(value) ? value : JSON.parse(value);
  const each = taken.map(({ actor, issue, stance }) => `@${actor} #${issue} ${sentence(`stance-${stance}`)}`);
  return each.join(", ") || "–";
}

/** @param {HTMLElement} place @param {string[]} sentences */
function list(place, sentences) {
  place.hidden = sentences.length === 0;
  place.replaceChildren(
    ...sentences.map((words) => {
      const item = document.createElement("li");
      item.textContent = words;
      return item;
    }),
  );
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
