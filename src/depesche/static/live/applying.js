// @ts-check
/**
 * Applying a change to a page. Every object of the log is an element with data-kind, data-id and
 * data-position inside the list of its kind, greatest position first; with data-order="oldest",
 * last. A list with data-cut goes on elsewhere, above or below; what belongs there is not put in.
 * One that stands alone takes nobody.
 *
 * @import { Change } from "./following.js"
 * @typedef {{element: HTMLElement | null,
 *            what: "inserted" | "replaced" | "removed" | "ignored"}} Applied
 */

const FOCUSABLE = "a, button, summary, [tabindex]";

/**
 * @param {Change} change
 * @param {ParentNode} root
 * @returns {Applied}
 */
export function apply(change, root) {
  const present = find(change, root);
  if (change.verb === "put") return put(change, present, listOf(change, root));
  if (change.verb !== "remove" || !present) return { element: present, what: "ignored" };
  present.remove();
  return { element: present, what: "removed" };
}

/** @param {{kind?: string, id?: string}} of it @param {ParentNode} root @returns {HTMLElement | null} */
export function find({ kind = "", id = "" }, root) {
  return root.querySelector(`[data-kind="${CSS.escape(kind)}"][data-id="${CSS.escape(id)}"]`);
}

/** @param {Change} change @param {ParentNode} root @returns {HTMLElement | null} */
export function listOf(change, root) {
  return root.querySelector(`[data-list="${CSS.escape(change.kind)}"]`);
}

/** @param {Change} change @param {HTMLElement | null} present @param {HTMLElement | null} list @returns {Applied} */
function put(change, present, list) {
  if (!list) return { element: present, what: "ignored" };
  const element = drawn(change);
  if (present && stays(present, element, list)) {
    replace(present, element);
    return { element, what: "replaced" };
  }
  present?.remove();
  if (!reaches(list, element)) return { element: present, what: present ? "removed" : "ignored" };
  list.insertBefore(element, firstAfter(list, change));
  return { element, what: present ? "replaced" : "inserted" };
}

/** Whether it keeps its place. @param {HTMLElement} present @param {HTMLElement} fresh @param {HTMLElement} list */
function stays(present, fresh, list) {
  return list.dataset.cut === "alone" || present.dataset.position === fresh.dataset.position;
}

/**
 * Whether the list has a place for it, and does not go on elsewhere before that comes.
 * @param {HTMLElement} list @param {HTMLElement} fresh
 */
function reaches(list, fresh) {
  const { cut } = list.dataset;
  const { firstElementChild: first, lastElementChild: last } = list;
  if (!cut) return true;
  if (!first || !last || cut === "alone") return false;
  return !(cut.includes("above") && position(fresh) > position(first)) && !(cut.includes("below") && position(fresh) < position(last));
}

/** Where it belongs among those of its kind. @param {Element | null | undefined} element */
export function position(element) {
  return element?.getAttribute("data-position") ?? "";
}

/** What the change looks like. @param {Change} change of a put @returns {HTMLElement} */
export function drawn(change) {
  const template = document.createElement("template");
  template.innerHTML = change.html ?? "";
  return /** @type {HTMLElement} */ (template.content.firstElementChild);
}

/**
 * The element before which the change belongs, among those of its kind.
 * @param {HTMLElement} list @param {Change} change
 */
function firstAfter(list, change) {
  const { position: fresh = "" } = change;
  const isUp = list.dataset.order === "oldest";
  const those = list.querySelectorAll(`:scope > [data-kind="${CSS.escape(change.kind)}"]`);
  return [...those].find((one) => (isUp ? position(one) > fresh : position(one) < fresh)) ?? null;
}

/**
 * What the reader had unfolded stays unfolded.
 * @param {HTMLElement} old @param {HTMLElement} fresh
 */
function replace(old, fresh) {
  const unfolded = [...old.querySelectorAll("details")].map((details) => details.open);
  const focused = [...old.querySelectorAll(FOCUSABLE)].indexOf(/** @type {Element} */ (document.activeElement));
  old.replaceWith(fresh);
  const same = old.dataset.status === fresh.dataset.status;
  fresh.querySelectorAll("details").forEach((details, i) => {
    if (same && unfolded[i] !== undefined) details.open = unfolded[i];
  });
  const again = /** @type {HTMLElement | undefined} */ ([...fresh.querySelectorAll(FOCUSABLE)][focused]);
  again?.focus({ preventScroll: true });
}
