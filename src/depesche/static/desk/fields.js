// @ts-check
/**
 * The fields of a form as a plain object, and back.
 *
 * @typedef {Record<string, string | boolean>} Fields a list, such as that of positions, is spelled
 *          as JSON; the newsroom has it as a list
 * @typedef {HTMLInputElement | HTMLTextAreaElement} Field
 */

/** @param {HTMLFormElement} form @returns {Fields} */
export function read(form) {
  /** @type {Fields} */
  const fields = {};
  for (const field of named(form)) {
    if (field.type === "checkbox") fields[field.name] = isChecked(field);
    else if (field.type !== "radio") fields[field.name] = field.value;
    else if (isChecked(field)) fields[field.name] = field.value;
    else fields[field.name] ??= "";
  }
  return fields;
}

/** @param {HTMLFormElement} form @param {Fields} fields what is left out is emptied */
export function fill(form, fields) {
  for (const field of named(form)) {
    const value = fields[field.name];
    if (!(field instanceof HTMLInputElement)) field.value = spelled(value);
    else if (field.type === "checkbox") field.checked = value === true;
    else if (field.type === "radio") field.checked = field.value === value;
    else field.value = spelled(value);
  }
}

/** Space around a text is none of it, and what is left out is empty. @param {Fields} one @param {Fields} other @param {string[]} [names] */
export function isSame(one, other, names = Object.keys(one)) {
  return names.every((name) => trimmed(one[name]) === trimmed(other[name]));
}

/** What differs between the two. @param {Fields} one @param {Fields} other */
export function differing(one, other) {
  return Object.keys(one).filter((name) => name in other && !isSame(one, other, [name]));
}

/**
 * Mine in what I have changed, theirs in everything else.
 * @param {Fields | null} before what both began with @param {Fields} mine @param {Fields} theirs
 * @returns {Fields}
 */
export function merged(before, mine, theirs) {
  const names = Object.keys(mine).filter((name) => name in theirs && isSame(mine, before ?? {}, [name]));
  return { ...mine, ...Object.fromEntries(names.map((name) => [name, theirs[name] ?? ""])) };
}

/** @param {unknown} value */
function trimmed(value) {
  return value === true || spelled(value).trim();
}

/** What a field holds. @param {unknown} value */
function spelled(value) {
  if (Array.isArray(value)) return value.length > 0 ? JSON.stringify(value) : "";
  return String(value || "");
}

/** @param {Field} field */
function isChecked(field) {
  return field instanceof HTMLInputElement && field.checked;
}

/** @param {HTMLFormElement} form */
function named(form) {
  const fields = /** @type {Iterable<Field>} */ (form.querySelectorAll("input, textarea"));
  return [...fields].filter((field) => field.name);
}
