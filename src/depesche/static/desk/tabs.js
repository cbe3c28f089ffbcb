// @ts-check
/**
 * The tabs of this browser: each has a name of its own that a reload keeps, and knows which others
 * are open, so that what a closed tab has left can be told from what another one has in hand.
 *
 * A tab holds a Web Lock for as long as it lives. Where there are none (pages without https) the
 * tabs call each other's names.
 */

import { keep, kept, newId } from "./keeping.js";

const LOCK = "depesche-tab-";
const ROLL_CALL = 250; // milliseconds

let name = "";

/** @returns {Promise<{tab: string, isAgain: boolean}>} whether it is the tab it was before a reload */
export async function enter() {
  const before = kept("tab", sessionStorage);
  const isAgain = Boolean(before) && (await isFree(before));
  name = isAgain ? before : newId(); // a tab that was duplicated brings the name of the other one
  keep("tab", name, sessionStorage);
  live();
  return { tab: name, isAgain };
}

/** The names of all open tabs, this one's too. @returns {Promise<Set<string>>} */
export async function open() {
  const names = navigator.locks ? await locked() : await called();
  return new Set([name, ...names]);
}

/** @param {string} tab */
async function isFree(tab) {
  return !(await (navigator.locks ? locked() : called())).includes(tab);
}

function live() {
  if (navigator.locks) {
    navigator.locks.request(LOCK + name, () => new Promise(() => {})).catch(() => {});
    return;
  }
  const channel = new BroadcastChannel(LOCK);
  channel.onmessage = ({ data }) => data === "" && channel.postMessage(name);
}

/** @returns {Promise<string[]>} */
async function locked() {
  const { held = [] } = await navigator.locks.query().catch(() => ({ held: [] }));
  const names = held.map((lock) => lock.name ?? "");
  return names.filter((lock) => lock.startsWith(LOCK)).map((lock) => lock.slice(LOCK.length));
}

/** @returns {Promise<string[]>} */
function called() {
  const channel = new BroadcastChannel(LOCK);
  /** @type {string[]} */ const names = [];
  channel.onmessage = ({ data }) => data && names.push(data);
  channel.postMessage("");
  return new Promise((answer) => {
    setTimeout(() => {
      channel.close();
      answer(names);
    }, ROLL_CALL);
  });
}
