// @ts-check
/** The page's dialogs: native ones, each with a promise of how it was left. */

/** @param {string} id */
export function dialog(id) {
  const found = /** @type {HTMLDialogElement} */ (document.getElementById(id));
  const close = found.querySelector("[data-do=close]");
  if (close instanceof HTMLElement) close.onclick = () => found.close("");
  return found;
}

/** @param {Element} root @param {string} selector @returns {HTMLElement} */
export function part(root, selector) {
  return /** @type {HTMLElement} */ (root.querySelector(selector));
}

/**
 * Show the dialog until it is left. `attempt` is called when it is sent: while it returns a
 * sentence, the dialog stays open and says it.
 * @param {HTMLDialogElement} shown
 * @param {(form: HTMLFormElement) => Promise<string>} [attempt]
 * @returns {Promise<string>} the value of the button it was left with; "" for Esc
 */
export function answerOf(shown, attempt) {
  const form = /** @type {HTMLFormElement} */ (shown.querySelector("form"));
  tell(shown, "");
  shown.returnValue = "";
  form.onsubmit = async (event) => {
    if (!attempt) return;
    event.preventDefault();
    const trouble = await attempt(form);
    if (trouble) tell(shown, trouble);
    else shown.close("done");
  };
  shown.showModal();
  return new Promise((resolve) => {
    shown.addEventListener("close", () => resolve(shown.returnValue), { once: true });
  });
}

/** @param {string} heading @param {string} question */
export async function isConfirmed(heading, question) {
  const shown = dialog("confirm");
  part(shown, "[role=heading]").textContent = part(shown, "[data-yes]").textContent = heading;
  part(shown, "[data-question]").textContent = question;
  return (await answerOf(shown)) === "yes";
}

/** @param {HTMLDialogElement} shown @param {string} trouble */
function tell(shown, trouble) {
  const place = shown.querySelector("[data-trouble]");
  if (!(place instanceof HTMLElement)) return;
  place.textContent = trouble;
  place.hidden = !trouble;
}
