// @ts-check
/**
 * Enter goes on with what the line began: a quote, a list. On an empty line of it, or after the
 * line that names a speaker, it ends it.
 *
 * @typedef {Record<string, string | undefined>} Begun the parts of a line
 */

import { insert } from "./inserting.js";

const BEGUN = /^(?<quote>(?: {0,3}> ?)*)(?<item>(?: {0,3})(?:[-*+]|(?<number>\d{1,9})(?<dot>[.)])) )?(?<rest>.*)$/u;
const QUOTED = /^(?: {0,3}> ?)+/;
const SIGNED = /^\s*[-—–]\s*\p{Lu}/u;
const ITEM = /^\s*- /;
const MARKED = /["”“»«][.!?…]?\s*$/u; // the end of what stands in quotation marks

/**
 * Whether it has been done.
 * @param {HTMLTextAreaElement} box
 */
export function goOn(box) {
  const { value, selectionStart: at, selectionEnd } = box;
  const lines = value.slice(0, at).split("\n");
  const [before = "", line = ""] = ["", ...lines].slice(-2);
  const begun = BEGUN.exec(line)?.groups;
  if (at !== selectionEnd || !isBegun(begun)) return false;
  return on(box, { at, before, line, begun });
}

/** @param {HTMLTextAreaElement} box @param {{at: number, before: string, line: string, begun: Begun}} where */
function on(box, { at, before, line, begun }) {
  if (isSignature(line, before)) return Boolean(begun.quote) && put(box, "\n\n");
  return isEmpty(begun) ? end(box, at - line.length, begun) : put(box, next(begun, before));
}

/** @param {Begun | undefined} begun @returns {begun is Begun} */
function isBegun(begun) {
  return Boolean(begun?.quote || begun?.item);
}

/** @param {Begun} begun */
function isEmpty({ rest = "" }) {
  return rest.trim() === "";
}

/** @param {Begun} begun @param {string} before the line before it */
function next({ quote = "", item = "", number, dot }, before) {
  if (!number) return `\n${quote}${item}`;
  const isList = number === "1" || BEGUN.exec(before)?.groups?.number;
  if (!isList) return `\n${quote}`; // 15. August
  return `\n${quote}${Number(number) + 1}${dot} `;
}

/** The empty line is none of it, and what follows stands apart. @param {HTMLTextAreaElement} box @param {number} start @param {Begun} begun */
function end(box, start, { quote = "", item }) {
  if (item && quote) return put(box, quote, start);
  return put(box, "\n", start);
}

/**
 * Whether the line names who said the one before it: in a quote, or below quotation marks.
 * @param {string} line @param {string} before
 */
function isSignature(line, before) {
  const [said = "", name = ""] = [before, line].map((one) => one.replace(QUOTED, ""));
  if (said === before) return ITEM.test(name) && MARKED.test(said);
  return SIGNED.test(name) && !(ITEM.test(said) || said.endsWith(":"));
}

/** @param {HTMLTextAreaElement} box @param {string} words @param {number} [start] */
function put(box, words, start) {
  insert(box, words, start);
  return true;
}
