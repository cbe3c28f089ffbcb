// @ts-check
/** What is typed stays in this browser until the newsroom has it; what is open stays with its tab. */

const NAME = "depesche/";

/** @param {string} key @param {unknown} value @param {Storage} [where] */
export function keep(key, value, where) {
  attempt(() => (where ?? localStorage).setItem(NAME + key, JSON.stringify(value)));
}

/** @param {string} key @param {Storage} [where] @returns {any} null when nothing is kept */
export function kept(key, where) {
  return attempt(() => JSON.parse((where ?? localStorage).getItem(NAME + key) ?? "null"));
}

/** Everything whose key begins like that. @param {string} beginning @returns {any[]} */
export function keptUnder(beginning) {
  const keys = attempt(() => Object.keys(localStorage)) ?? [];
  const names = keys.filter((key) => key.startsWith(NAME + beginning));
  return names.map((name) => kept(name.slice(NAME.length))).filter(Boolean);
}

/** @param {string} key @param {Storage} [where] */
export function forget(key, where) {
  attempt(() => (where ?? localStorage).removeItem(NAME + key));
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

/**
 * A browser that keeps nothing, or is full, still sends.
 * @template T @param {() => T} what @returns {T | null}
 */
function attempt(what) {
  try {
    return what();
  } catch {
    return null;
  }
}
