// @ts-check
/**
 * A browser opens six connections to a server at most, so a seventh stream would keep a tab from
 * loading at all. Pages of one browser therefore share a few slots; whoever gets none asks instead.
 */

const SLOTS = "1234";

/** @returns {Promise<(() => void) | null>} gives the slot back; null: none is free */
export async function take() {
  if (!navigator.locks) return () => {};
  for (const slot of SLOTS) {
    const release = await hold(`depesche-stream-${slot}`);
    if (release) return release;
  }
  return null;
}

/** @param {string} name @returns {Promise<(() => void) | null>} */
function hold(name) {
  return new Promise((taken) => {
    const asked = navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock) return new Promise((release) => taken(() => release(undefined)));
      taken(null);
      return undefined;
    });
    asked.catch(() => taken(() => {})); // site data is blocked: nothing is shared, nothing to share
  });
}
