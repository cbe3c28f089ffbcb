// @ts-check
/**
 * What the composer shows: for a new post, one that is edited, amended or corrected.
 *
 * @import { Fields } from "./fields.js"
 * @import { Draft, Mode } from "./sending.js"
 * @import { Other } from "./presence.js"
 * @typedef {{status: string, mayPublish: boolean}} Circumstances of the coverage and the person
 * @typedef {{other: Other | null, isUnsaved: boolean}} Company who else is at work on the post
 */

import { part } from "./dialogs.js";
import { sentence } from "./sentences.js";

const MARKS = ["pinned", "key_event", "summary"];
const LIMIT = 20_000; // characters of a text
const NEAR = 18_000;
const KNOWN = ["submitted", "scheduled"]; // saved without becoming a draft again
const TIMES = ["scheduled_at", "embargoed_until"];

/**
 * @param {HTMLElement} composer
 * @param {Draft} draft
 * @param {Circumstances & Company} now
 */
export function show(composer, draft, now) {
  const { mode, fields, status } = draft;
  const isWaiting = mode === "new" || mode === "edit";
  const save = KNOWN.includes(status) ? "save-changes" : "save-draft";
  const shown = isOver(mode, now) ? "over" : mode;
  part(composer, "h2").textContent = sentence(`heading-${shown}`);
  part(composer, "[data-hint]").textContent = hint(mode, now);
  part(composer, "form").dataset.mode = shown;
  for (const group of composer.querySelectorAll("[data-in]")) offer(group, mode);
  part(composer, "[data-do=leave]").hidden = mode === "new";
  part(composer, "[data-do=save]").hidden = !isWaiting || onlyDrafts(now);
  part(composer, "[data-do=save]").textContent = sentence(save);
  part(composer, "[data-do=unschedule]").hidden = status !== "scheduled" || mode !== "edit";
  part(composer, "[data-do=send]").textContent = sentence(label(draft, now));
  count(composer.querySelector("[data-options-said]"), fields);
  measure(part(composer, "[data-length]"), String(fields.text ?? ""));
  share(composer, now);
}

/** While somebody else is at work on it, it is there to be read. @param {HTMLElement} composer @param {Company} now */
function share(composer, { other, isUnsaved }) {
  const notice = part(composer, "[data-other]");
  const said = other ? sentence(isUnsaved ? "taken-over" : "at-work", { name: other.name, since: other.at }) : "";
  notice.hidden = !other;
  if (part(notice, "p").textContent !== said) part(notice, "p").textContent = said;
  for (const field of composer.querySelectorAll("input, textarea")) field.toggleAttribute("readonly", Boolean(other));
  for (const button of composer.querySelectorAll(".composer-foot button, picture-field button")) button.toggleAttribute("disabled", Boolean(other));
}

/** How long the text is, once that begins to matter. @param {HTMLElement} place @param {string} text */
function measure(place, text) {
  const { length } = text.length > NEAR ? [...text.trim()] : "";
  const figure = new Intl.NumberFormat(document.documentElement.lang);
  const facts = { length: figure.format(length), limit: figure.format(LIMIT) };
  place.textContent = length > NEAR ? sentence("length", facts) : "";
  place.classList.toggle("trouble", length > LIMIT);
}

/** @param {Element} group of fields @param {Mode} mode */
function offer(group, mode) {
  const isOf = group.getAttribute("data-in")?.split(" ").includes(mode) ?? false;
  group.toggleAttribute("hidden", !isOf);
  if (group instanceof HTMLFieldSetElement) group.disabled = !isOf;
}

/** How many options are set, while they are folded. @param {Element | null} place @param {Fields} fields */
function count(place, fields) {
  const set = [...MARKS, ...TIMES].filter((name) => fields[name]).length;
  if (place) place.textContent = set ? `· ${set}` : "";
}

/** Whether nothing can be published from here yet. @param {Circumstances} now */
export function onlyDrafts({ status, mayPublish }) {
  return status === "draft" && mayPublish;
}

/** Whether nothing of this kind goes out any more. @param {Mode} mode @param {Circumstances} now */
export function isOver(mode, { status }) {
  return status === "archived" || (status === "ended" && (mode === "new" || mode === "edit"));
}

/** Whether the options hold anything. @param {Fields} fields */
export function hasOptions(fields) {
  return [...MARKS, ...TIMES].some((name) => fields[name]);
}

/** @param {Mode} mode @param {Circumstances} now */
function hint(mode, { status }) {
  if (mode === "amend" || mode === "correct") return sentence(`hint-${mode}`);
  const told = ["draft", "announced", "ended", "archived"].includes(status);
  return told ? sentence(`hint-${status}`) : "";
}

/** @param {Draft} draft @param {Circumstances} now */
function label({ mode, fields }, now) {
  if (mode === "amend" || mode === "correct") return `send-${mode}`;
  if (onlyDrafts(now)) return "save-draft";
  if (!now.mayPublish) return "send-submit";
  if (TIMES.some((name) => fields[name])) return "send-schedule";
  return now.status === "announced" ? "send-opening" : "send-publish";
}
