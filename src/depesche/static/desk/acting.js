// @ts-check
/**
 * What can be done to a row with a single gesture, and which of it is offered to whom.
 *
 * @typedef {HTMLElement & {base: string, mayPublish: boolean, status: string}} Desk
 * @typedef {{said: string, change?: unknown}} Outcome no change: it was refused
 */

import { ask, Refusal } from "./asking.js";
import { answerOf, dialog, part } from "./dialogs.js";

const NEEDS_OPEN = ["edit", "release", "pin", "key-event", "summary"]; // not in an ended coverage

/**
 * Show what this person can do to this post now; the newsroom itself decides.
 * @param {HTMLElement} row @param {Desk} desk
 */
export function fit(row, { status, mayPublish, dataset }) {
  const isOwn = row.dataset.author === dataset.person && row.dataset.status !== "scheduled";
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll("button[data-verb]"));
  for (const button of buttons) {
    const verb = button.dataset.verb ?? "";
    button.hidden = isLate(verb, status) || !(mayPublish || (isOwn && verb === "edit"));
  }
}

/** @param {string} verb @param {string} status of the coverage */
function isLate(verb, status) {
  return status === "archived" || (status === "ended" && NEEDS_OPEN.includes(verb));
}

/**
 * @param {HTMLElement} row @param {HTMLElement} button pressed: a mark it carries is taken off
 * @param {Desk} desk
 */
export function act(row, button, desk) {
  const verb = button.dataset.verb ?? "";
  const revision = verb === "release" ? Number(row.dataset.revision) : null;
  const method = button.ariaPressed === "true" ? "DELETE" : "PUT";
  return attempt(ask(method, address(row, verb, desk), { revision }));
}

/**
 * Ask for the notice, and withdraw.
 * @param {HTMLElement} row @param {Desk} desk
 * @returns {Promise<Outcome | null>} null when it was left
 */
export async function withdraw(row, desk) {
  const shown = dialog("withdraw");
  /** @type {Outcome | null} */ let outcome = null;
  part(shown, "[data-quoted]").textContent = part(row, "h3").textContent;
  await answerOf(shown, async (form) => {
    const body = { notice: new FormData(form).get("notice") };
    const tried = await attempt(ask("PUT", address(row, "withdrawal", desk), { body }));
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
  return `${desk.base}/posts/${row.dataset.id}/${what}`;
}
