// @ts-check
/**
 * What can be done to a row with a single gesture, and which of it is offered to whom.
 *
 * @typedef {HTMLElement & {base: string, mayPublish: boolean, status: string}} Desk
 * @typedef {{said: string, change?: unknown, draft?: any, resting?: string[]}} Outcome no change:
 *          it was refused
 */

import * as clock from "../live/clock.js";
import { ask, Refusal } from "./asking.js";
import { answerOf, dialog, part } from "./dialogs.js";

// Not in an ended coverage
const NEEDS_OPEN = ["edit", "release", "pin", "pin-for", "key-event", "summary", "take-back", "undo"];
const OF_AUTHOR = ["edit", "take-back", "discard", "recover"]; // what a contributor may do to their own
const WITH_REVISION = ["release", "discard"]; // not to what somebody else changed meanwhile

/**
 * Show what this person can do to this post now; the newsroom itself decides.
 * @param {HTMLElement} row @param {Desk} desk
 */
export function fit(row, desk) {
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll("button[data-verb]"));
  for (const button of buttons) {
    const verb = button.dataset.verb ?? "";
    button.hidden = isLate(verb, desk.status) || !isAllowed(verb, row, desk) || !isItsTime(verb, row, desk);
  }
}

/** @param {string} verb @param {string} status of the coverage */
function isLate(verb, status) {
  return status === "archived" || (status === "ended" && NEEDS_OPEN.includes(verb));
}

/** @param {string} verb @param {HTMLElement} row @param {Desk} desk */
function isAllowed(verb, row, { mayPublish, dataset }) {
  const isOwn = row.dataset.author === dataset.person;
  if (verb === "take-back") return isOwn;
  return mayPublish || (isOwn && row.dataset.status !== "scheduled" && OF_AUTHOR.includes(verb));
}

/**
 * An embargo holds, whoever releases; before the opening nothing goes out; and only what has just
 * been published can be undone.
 * @param {string} verb @param {HTMLElement} row @param {Desk} desk
 */
function isItsTime(verb, { dataset }, { status }) {
  if (verb === "undo") return isBefore(dataset.undoableUntil);
  if (verb !== "release") return true;
  const goesOut = status === "live" || status === "paused";
  const isPlanned = status === "announced" && dataset.status === "submitted"; // then it waits for the opening
  return (goesOut || isPlanned) && !isBefore(dataset.embargoedUntil);
}

/** @param {string | undefined} time in the newsroom's time */
function isBefore(time) {
  return time !== undefined && clock.now() < Date.parse(time);
}

/**
 * @param {HTMLElement} row @param {HTMLElement} button pressed: a mark it carries is taken off
 * @param {Desk} desk
 */
export function act(row, button, desk) {
  const verb = button.dataset.verb ?? "";
  const revision = WITH_REVISION.includes(verb) ? Number(row.dataset.revision) : null;
  const method = button.ariaPressed === "true" ? "DELETE" : "PUT";
  return attempt(ask(method, address(row, `/${verb}`, desk), { revision }));
}

/** What was submitted is one's own draft again. @param {HTMLElement} row @param {Desk} desk */
export function takeBack(row, desk) {
  const revision = Number(row.dataset.revision);
  return attempt(ask("PUT", address(row, "", desk), { body: { status: "draft" }, revision }));
}

/** A discarded draft is one again. @param {HTMLElement} row @param {Desk} desk */
export function recover(row, desk) {
  return attempt(ask("DELETE", address(row, "/discard", desk)));
}

/** What has just been published is withdrawn, and its words are a draft. @param {HTMLElement} row @param {Desk} desk */
export function undo(row, desk) {
  return attempt(ask("PUT", address(row, "/undo", desk)));
}

/** Ask for the notice, and withdraw. @param {HTMLElement} row @param {Desk} desk */
export function withdraw(row, desk) {
  return asked("withdraw", row, (form) =>
    ask("PUT", address(row, "/withdrawal", desk), { body: { notice: form.get("notice") } }),
  );
}

/** Ask for the note, and send it back. @param {HTMLElement} row @param {Desk} desk */
export function sendBack(row, desk) {
  const revision = Number(row.dataset.revision);
  return asked("return", row, (form) =>
    ask("PUT", address(row, "/return", desk), { body: { note: form.get("note") }, revision }),
  );
}

/** Ask for how long, and pin. @param {HTMLElement} row @param {Desk} desk */
export function pinFor(row, desk) {
  return asked("pin-for", row, (form) => {
    const minutes = Number(form.get("minutes"));
    const body = minutes ? { minutes } : { until: form.get("until") };
    return ask("PUT", address(row, "/pin", desk), { body });
  });
}

/**
 * Show the dialog until it is left, or what it asks for is done.
 * @param {string} id of the dialog @param {HTMLElement} row
 * @param {(form: FormData) => Promise<any>} act
 * @returns {Promise<Outcome | null>} null when it was left
 */
async function asked(id, row, act) {
  const shown = dialog(id);
  /** @type {Outcome | null} */ let outcome = null;
  part(shown, "[data-quoted]").textContent = part(row, "h3").textContent;
  await answerOf(shown, async (form) => {
    const tried = await attempt(act(new FormData(form)));
    if (!tried.change) return tried.said;
    outcome = tried;
    form.reset();
    return "";
  });
  return outcome;
}

/** @param {Promise<any>} asked @returns {Promise<Outcome>} */
async function attempt(asked) {
  try {
    return await asked;
  } catch (refusal) {
    if (refusal instanceof Refusal) return { said: refusal.sentence };
    throw refusal;
  }
}

/** @param {HTMLElement} row @param {string} what @param {Desk} desk */
function address(row, what, desk) {
  return `${desk.base}/posts/${row.dataset.id}${what}`;
}
