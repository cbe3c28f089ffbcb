// @ts-check
/**
 * Bringing the post in hand to the newsroom, also where somebody else was faster – or where we
 * were, and never heard of it.
 *
 * @import { More } from "./asking.js"
 * @import { Fields } from "./fields.js"
 * @import { Action } from "./sending.js"
 * @import { Work } from "./working.js"
 * @typedef {{base: string, mayPublish: boolean, tab: string}} Desk
 * @typedef {{answer?: any, refusal?: Refusal, theirs?: any}} Outcome what the newsroom said to it,
 *          or why it did not; `theirs` is a version by somebody else that stands in the way
 */

import { ask, Refusal } from "./asking.js";
import { newId } from "./keeping.js";
import { send } from "./sending.js";

const UNSEEN = [412, 428]; // there is a version that this page has not seen

/**
 * @param {Desk} desk @param {Work} work @param {Fields} fields @param {Action} action @param {More} [more]
 * @returns {Promise<Outcome>}
 */
export async function deliver(desk, work, fields, action, more) {
  work.send(fields, desk.tab);
  try {
    return { answer: await send(desk.base, { ...work, fields }, action, desk.mayPublish, more) };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (refusal.code === "correction-exists") {
      work.correction = newId(); // an earlier one of ours arrived, with other words
      return deliver(desk, work, fields, action, more);
    }
    return UNSEEN.includes(refusal.status) ? meet(desk, work, fields, action, refusal) : { refusal };
  }
}

/**
 * Out of sight with a draft that was emptied, unless somebody else has changed it.
 * @param {Desk} desk @param {Work} work @param {More} [more]
 * @returns {Promise<any>} the answer; null where it stays
 */
export async function discard(desk, work, more) {
  const url = `${desk.base}/posts/${work.id}`;
  /** @param {number | null} revision */
  const attempt = (revision) => ask("PUT", `${url}/discard`, { ...more, revision });
  try {
    return await attempt(work.revision);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (!UNSEEN.includes(refusal.status)) return null;
    const there = await ask("GET", url).catch(() => null);
    return there && work.isOurs(there) ? attempt(there.revision).catch(() => null) : null;
  }
}

/**
 * There is a version we have not seen. If it is one of ours, whose answer was lost, we go on from it.
 * @param {Desk} desk @param {Work} work @param {Fields} fields @param {Action} action
 * @param {Refusal} refusal
 * @returns {Promise<Outcome>}
 */
async function meet(desk, work, fields, action, refusal) {
  const theirs = await ask("GET", `${desk.base}/posts/${work.id}`).catch(() => null);
  if (!theirs) return { refusal };
  if (!work.isOurs(theirs)) return { refusal, theirs };
  work.adopt(theirs, action === "autosave");
  if (action === "autosave" && !work.isDraft) return { answer: theirs }; // it went out after all
  return deliver(desk, work, fields, action);
}
