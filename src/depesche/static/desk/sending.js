// @ts-check
/**
 * What a draft in the composer asks the newsroom for.
 *
 * @import { Fields } from "./fields.js"
 * @typedef {"new" | "edit" | "amend" | "correct"} Mode
 * @import { More } from "./asking.js"
 * @typedef {"send" | "save" | "unschedule" | "autosave"} Action
 * @typedef {{id: string, mode: Mode, revision: number | null, status: string,
 *            correction: string, sending: string, fields: Fields}} Draft
 */

import { ask } from "./asking.js";

const WORDS = ["headline", "text", "byline"];
const PICTURE = ["picture", "alt", "decorative", "caption", "credit"];
const OPTIONS = ["scheduled_at", "embargoed_until", "pinned", "key_event", "summary"];
const TAKEN = ["positions"]; // by the post
const CORRECTION = ["headline", "text", "class", "note", "internal_note"];

/**
 * @param {string} base the coverage's address
 * @param {Draft} draft
 * @param {Action} action
 * @param {boolean} mayPublish
 * @param {More} [more]
 */
export function send(base, draft, action, mayPublish, more = {}) {
  const { id, mode, revision, correction, sending, fields } = draft;
  const url = `${base}/posts/${id}`;
  if (mode === "correct") {
    const body = { ...only(fields, [...CORRECTION, ...PICTURE]), sending };
    return ask("PUT", `${url}/corrections/${correction}`, { ...more, body, revision });
  }
  const options = mode === "amend" ? [] : [...OPTIONS, ...folds(fields)];
  const names = [...WORDS, ...PICTURE, ...options, ...TAKEN];
  const body = { ...only(fields, names), status: wanted(draft, action, mayPublish), sending };
  if (action === "autosave") Object.assign(body, { autosave: true });
  return ask("PUT", url, { ...more, body, revision });
}

/** @param {Fields} fields the words and times the preview is made of */
export function previewed(fields) {
  return only(fields, [...WORDS, ...PICTURE, ...OPTIONS, ...TAKEN, ...folds(fields)]);
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

/** @param {Fields} fields @param {string[]} names @returns {Record<string, unknown>} */
function only(fields, names) {
  const known = names.filter((name) => name in fields);
  return Object.fromEntries(known.map((name) => [name, TAKEN.includes(name) ? list(fields[name]) : (fields[name] ?? "")]));
}

/** What is spelled in a field. @param {string | boolean | undefined} value @returns {unknown[]} */
function list(value) {
  return value ? JSON.parse(String(value)) : [];
}
