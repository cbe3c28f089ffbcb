// @ts-check
/** Whether the reader has stopped everything on the page that changes by itself. */

let paused = false;

export const isPaused = () => paused;

/** Stop it, or let it go on. Fires "pausing" on the document. @param {boolean} on */
export function pause(on) {
  paused = on;
  document.dispatchEvent(new Event("pausing"));
}
