// @ts-check
/**
 * A post to work on: as the newsroom has it, and what was typed over it in this browser and never
 * saved.
 *
 * @import { Fields } from "./fields.js"
 * @import { Mode } from "./sending.js"
 * @typedef {{work: Work, fields: Fields | null, post: any, refusal?: Refusal}} Recalled
 *   `fields` were typed and not saved; `post` is null where the newsroom has none, or does not answer
 */

import { ask, Refusal } from "./asking.js";
import { isSame } from "./fields.js";
import { Work } from "./working.js";

/** @param {string} base @param {string} who @param {string} id @param {Mode} mode @returns {Promise<Recalled>} */
export async function recall(base, who, id, mode) {
  const { state, fields } = Work.before(who, id) ?? { state: {}, fields: null };
  const work = new Work(who, { ...state, id, mode });
  const isHereOnly = fields && mode === "new" && !work.isKnown;
  try {
    return { work, fields, post: isHereOnly ? null : await fetched(base, id, mode) };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { work, fields, post: null, refusal };
  }
}

/** What was typed is either saved or not; and if it was sent and arrived, we know now. @param {Recalled} recalled @returns {Recalled} */
export function reconciled({ work, fields, post }) {
  if (!post) return { work, fields, post };
  const isSaved = !fields || isSame(fields, { class: "correction", ...post });
  if (isSaved || work.isOurs(post)) work.adopt(post, work.mode === "new" && post.status === "draft");
  return { work, fields: isSaved ? null : fields, post };
}

/** The post as the newsroom has it. @param {string} base @param {string} id @param {Mode} mode @returns {Promise<any>} */
export function fetched(base, id, mode) {
  return ask("GET", `${base}/posts/${id}`).catch((refusal) => {
    if (mode === "new" && refusal.status === 404) return null; // it never arrived
    throw refusal;
  });
}
