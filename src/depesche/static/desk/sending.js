// @ts-check
/**
 * What a draft in the composer asks the newsroom for.
 *
 * @import { Fields } from "./fields.js"
 * @typedef {"new" | "edit" | "amend" | "correct"} Mode
 * @typedef {"send" | "save" | "unschedule"} Action
 * @typedef {{id: string, mode: Mode, revision: number | null, status: string,
 *            correction: string, fields: Fields}} Draft
 */

import { ask } from "./asking.js";

const WORDS = ["headline", "text", "byline"];
const OPTIONS = ["scheduled_at", "embargoed_until", "pinned", "key_event", "summary"];
const CORRECTION = ["headline", "text", "class", "note", "internal_note"];

/**
 * @param {string} base the coverage's address
 * @param {Draft} draft
 * @param {Action} action
 * @param {boolean} mayPublish
 */
export function send(base, draft, action, mayPublish) {
  const { id, mode, revision, correction, fields } = draft;
  const url = `${base}/posts/${id}`;
  if (mode === "correct") {
    const body = only(fields, CORRECTION);
    return ask("PUT", `${url}/corrections/${correction}`, { body, revision });
  }
  const names = mode === "amend" ? WORDS : [...WORDS, ...OPTIONS, ...folds(fields)];
  const body = { ...only(fields, names), status: wanted(draft, action, mayPublish) };
  return ask("PUT", url, { body, revision });
}

/** @param {Fields} fields the words and times the preview is made of */
export function previewed(fields) {
  return only(fields, [...WORDS, ...OPTIONS, ...folds(fields)]);
}

/** @param {Draft} draft @param {Action} action @param {boolean} mayPublish */
function wanted(draft, action, mayPublish) {
  if (draft.mode === "amend") return "published";
  if (action === "send") return mayPublish ? "published" : "submitted";
  const stays = action === "save" && ["submitted", "scheduled"].includes(draft.status);
  return stays ? draft.status : "draft";
}

/** @param {Fields} fields */
function folds(fields) {
  return ["scheduled_at_fold", "embargoed_until_fold"].filter((name) => fields[name]);
}

/** @param {Fields} fields @param {string[]} names @returns {Fields} */
function only(fields, names) {
  const known = names.filter((name) => name in fields);
  return Object.fromEntries(known.map((name) => [name, fields[name] ?? ""]));
}
