// @ts-check
/**
 * Bringing the post in hand to the newsroom, also where somebody else was faster – or where we
 * were, and never heard of it.
 *
 * @import { Fields } from "./fields.js"
 * @import { Action } from "./sending.js"
 * @import { Work } from "./working.js"
 * @typedef {{base: string, mayPublish: boolean}} Desk
 * @typedef {{answer?: any, refusal?: Refusal, taken?: any}} Outcome what the newsroom said to it,
 *          why it did not, or the version that was chosen instead of one's own
 */

import { ask, Refusal } from "./asking.js";
import { choiceOfVersions } from "./dialogs.js";
import { isSame } from "./fields.js";
import { newId } from "./keeping.js";
import { send } from "./sending.js";

const UNSEEN = [412, 428]; // there is a version that this page has not seen

/**
 * @param {Desk} desk @param {Work} work @param {Fields} fields @param {Action} action
 * @returns {Promise<Outcome>}
 */
export async function deliver(desk, work, fields, action) {
  try {
    return { answer: await send(desk.base, { ...work, fields }, action, desk.mayPublish) };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (refusal.isOpen) work.lost = fields;
    if (refusal.code === "correction-exists") {
      work.correction = newId(); // an earlier one of ours arrived, with other words
      return deliver(desk, work, fields, action);
    }
    return UNSEEN.includes(refusal.status) ? settle(desk, work, fields, action, refusal) : { refusal };
  }
}

/**
 * @param {Desk} desk @param {Work} work @param {Fields} fields @param {Action} action
 * @param {Refusal} refusal
 * @returns {Promise<Outcome>}
 */
async function settle(desk, work, fields, action, refusal) {
  const there = await ask("GET", `${desk.base}/posts/${work.id}`).catch(() => null);
  if (!there) return { refusal };
  const isOurs = work.lost !== null && isSame(work.lost, there, ["headline", "text"]);
  const mine = { headline: String(fields.headline), text: String(fields.text) };
  const choice = isOurs ? "mine" : await choiceOfVersions(there, mine);
  if (!choice) return { refusal };
  work.adopt(there);
  return choice === "theirs" ? { taken: there } : deliver(desk, work, fields, action);
}
