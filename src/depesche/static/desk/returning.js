// @ts-check
/** Signing in again in another tab: those that waited for it go on by themselves. */

const CHANNEL = "depesche-signed-in";

/** @param {string} person who signed in */
export function tellSignedIn(person) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(person);
}

/**
 * Calls `back` when this person is signed in again, or may be: when the page is looked at again.
 * @param {string | undefined} person @param {() => unknown} back
 */
export function onceBack(person, back) {
  new BroadcastChannel(CHANNEL).onmessage = ({ data }) => data === person && back();
  addEventListener("focus", back);
  document.addEventListener("visibilitychange", () => document.hidden || back());
}
