// @ts-check
/**
 * Everything by keyboard. Single letters count only outside of fields and dialogs, and
 * do nothing to a post of the list from within the composer.
 *
 * @import { PostComposer } from "./post-composer.js"
 * @import { PostList } from "./post-list.js"
 */

import { answerOf, dialog } from "./dialogs.js";

/** @type {Record<string, string[]>} */
const VERBS = {
  e: ["edit", "amend"],
  c: ["correct"],
  w: ["withdraw"],
  p: ["pin"],
  m: ["key-event"],
  s: ["summary"],
  r: ["release"],
  b: ["return", "take-back", "recover"],
  u: ["undo"],
  t: ["pin-for"],
  d: ["discard"],
  v: ["revisions"],
  o: ["open"],
};

/** @param {HTMLElement} desk */
export function listen(desk) {
  const composer = /** @type {PostComposer} */ (desk.querySelector("post-composer"));
  const list = /** @type {PostList} */ (desk.querySelector("post-list"));

  /** @type {Record<string, () => void>} */
  const keys = {
    n: () => composer.write(),
    j: () => list.move(1),
    k: () => list.move(-1),
    "/": () => list.choose(),
    "?": showKeys,
    Escape: () => composer.leave(),
  };
  for (const [key, verbs] of Object.entries(VERBS)) keys[key] = () => list.act(verbs);

  document.addEventListener("keydown", (event) => {
    if (!isWish(event)) return;
    if (event.ctrlKey || event.metaKey) return withControl(event, composer);
    if (document.querySelector("dialog[open]")) return;
    if (isTyping(event.target)) return leaveField(event, list);
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.querySelector("[data-do=keys]")?.addEventListener("click", showKeys);
  composer.watchOver(desk.querySelector("[data-do=write]"));
}

function showKeys() {
  answerOf(dialog("keys"));
}

/** @param {KeyboardEvent} event @param {PostComposer} composer */
function withControl(event, composer) {
  const action = event.key === "Enter" ? "send" : event.key === "s" ? "save" : null;
  if (!action || event.shiftKey) return;
  event.preventDefault();
  const open = document.querySelector("dialog[open] form");
  if (!open) composer.act(action);
  else if (open instanceof HTMLFormElement && action === "send") open.requestSubmit();
}

/** @param {KeyboardEvent} event @param {PostList} list */
function leaveField(event, list) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  if (!list.focusCurrent()) /** @type {HTMLElement} */ (event.target).blur();
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (target instanceof HTMLInputElement) return !["radio", "checkbox"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** A key that is held down is one wish. @param {KeyboardEvent} event */
function isWish(event) {
  const isLetter = event.key in VERBS && !event.ctrlKey && !event.metaKey;
  if (isLetter && isInComposer(event.target)) return false;
  return !event.isComposing && !event.altKey && !(event.repeat && event.key in VERBS);
}

/** @param {EventTarget | null} target */
function isInComposer(target) {
  return target instanceof Element && target.closest("post-composer") !== null;
}
