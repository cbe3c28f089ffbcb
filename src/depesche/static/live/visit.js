// @ts-check
/** What is remembered for a visit, in this tab. Where storage is blocked, the page alone knows. */

/** @param {string} key @returns {boolean} */
export function recalled(key) {
  try {
    return sessionStorage.getItem(`depesche-${key}`) !== null;
  } catch {
    return false;
  }
}

/** @param {string} key @param {boolean} on */
export function remember(key, on) {
  try {
    if (on) sessionStorage.setItem(`depesche-${key}`, "");
    else sessionStorage.removeItem(`depesche-${key}`);
  } catch {
    // nothing to remember it in
  }
}
