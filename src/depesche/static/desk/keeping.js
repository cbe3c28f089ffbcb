// @ts-check
/** What is typed stays in this browser until the newsroom has it. */

/** @param {string} key @param {unknown} value */
export function keep(key, value) {
  try {
    localStorage.setItem(`depesche/${key}`, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still sends.
  }
}

/** @param {string} key @returns {any} null when nothing is kept */
export function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(`depesche/${key}`) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} key */
export function forget(key) {
  try {
    localStorage.removeItem(`depesche/${key}`);
  } catch {
    // Nothing was kept, then.
  }
}

/** A UUID; crypto.randomUUID is missing on pages that come without https. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
