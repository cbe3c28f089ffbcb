// @ts-check
/**
 * The dossier by keyboard. Single letters and digits count outside of fields only.
 *
 * @import { DossierDesk } from "./dossier-desk.js"
 * @import { Panels } from "./dossier-panels.js"
 */

import { answerOf, dialog, part } from "./dialogs.js";
import { isTyping } from "./dossier-typing.js";

/** Letters for what a row offers: where to look for it, and what gets the focus. @type {Record<string, [string, string?]>} */
const OFFERS = {
  e: ["[data-do=edit]"],
  Enter: ["[data-do=edit]"],
  c: ["[data-do=confirm]"],
  v: ["[data-do=keep]"],
  l: ["[data-do=edit]", "[name=low]"],
  a: ["[data-do=edit]", "[name=answer]"],
  x: ["[data-do=edit]", "[data-removal] button"],
};
/** @type {Record<string, [number, number]>} columns and rows */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {DossierDesk} desk @param {Panels} panels */
export function listen(desk, panels) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
    if (isAhead(event, panels) || press(event, desk, panels)) event.preventDefault();
  });
  document.querySelector("[data-do=keys]")?.addEventListener("click", showKeys);
}

/** A letter that is meant for a panel on its way waits for it; Esc does not. @param {KeyboardEvent} event @param {Panels} panels */
function isAhead(event, panels) {
  if (panels.ahead === null || event.ctrlKey || event.metaKey) return false;
  if (event.key === "Escape") panels.ahead = null;
  else if (event.key.length === 1) panels.ahead += event.key;
  else return false;
  return true;
}

function showKeys() {
  void answerOf(dialog("keys"));
  return true;
}

/** @param {KeyboardEvent} event @param {DossierDesk} desk @param {Panels} panels @returns {boolean} whether it meant something here */
function press(event, desk, panels) {
  const at = /** @type {HTMLElement} */ (event.target);
  const panel = /** @type {HTMLElement | null} */ (at.closest(".panel"));
  const { key } = event;
  if (event.ctrlKey || event.metaKey) return key === "Enter" && send(at);
  if (key === "Escape") return leave(at, panel, panels);
  if (isTyping(at)) return event.shiftKey && goOn(at, key);
  if (panel) return takeStance(panel, key);
  return act(event, at, desk, panels);
}

/** @param {KeyboardEvent} event @param {HTMLElement} at @param {DossierDesk} desk @param {Panels} panels */
function act({ key, repeat }, at, desk, panels) {
  /** @type {Record<string, () => boolean>} */
  const keys = {
    j: () => move(desk, at, 1),
    k: () => move(desk, at, -1),
    n: () => add(desk, at),
    "?": showKeys,
  };
  if (key in ARROWS) return moveInMatrix(at, ARROWS[key] ?? [0, 0]);
  if (keys[key]) return keys[key]();
  if (/^\d$/.test(key)) return jump(desk, Number(key));
  return !repeat && offer(at, key, panels);
}

/** Send the form in which somebody is. @param {HTMLElement} at */
function send(at) {
  const form = at.closest("form");
  form?.requestSubmit();
  return form !== null;
}

/** Add the line, and go on with all fields of what it makes. @param {HTMLElement} at @param {string} key */
function goOn(at, key) {
  const form = at.closest("form");
  if (key !== "Enter" || !form?.dataset.add) return false;
  form.dataset.goOn = "1";
  return send(at);
}

/** @param {HTMLElement} at @param {HTMLElement | null} panel @param {Panels} panels */
function leave(at, panel, panels) {
  if (panel) void panels.leave(panel);
  else if (isTyping(at)) /** @type {HTMLElement | null} */ (at.closest("section"))?.focus();
  else return false;
  return true;
}

/** A stance by its number. @param {HTMLElement} panel @param {string} key */
function takeStance(panel, key) {
  const stance = [...panel.querySelectorAll("[name=stance]")][Number(key) - 1];
  if (!(stance instanceof HTMLInputElement)) return false;
  stance.click();
  part(panel, "[name=wording]").focus();
  return true;
}

/** @param {DossierDesk} desk @param {HTMLElement} at @param {1 | -1} step */
function move(desk, at, step) {
  const rows = /** @type {HTMLElement[]} */ ([...desk.querySelectorAll(".object:not([hidden])")]);
  const here = at.closest(".object");
  const next = here instanceof HTMLElement ? rows[rows.indexOf(here) + step] : nearest(rows, at, step);
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return true;
}

/** The first row after, or the last one before, where somebody is. @param {HTMLElement[]} rows @param {HTMLElement} at @param {1 | -1} step */
function nearest(rows, at, step) {
  const { DOCUMENT_POSITION_FOLLOWING: following, DOCUMENT_POSITION_PRECEDING: preceding } = Node;
  if (at === document.body) return rows[0];
  const there = rows.filter((row) => at.compareDocumentPosition(row) & (step > 0 ? following : preceding));
  return step > 0 ? there[0] : there.at(-1);
}

/** @param {HTMLElement} at @param {[number, number]} way */
function moveInMatrix(at, [right, down]) {
  const cell = /** @type {HTMLTableCellElement | null} */ (at.closest("td.cell"));
  const row = /** @type {HTMLTableRowElement | null} */ (cell?.parentElement ?? null);
  if (!cell || !row) return false;
  const body = /** @type {HTMLTableSectionElement} */ (row.parentElement);
  const next = body.rows[row.sectionRowIndex + down]?.cells[cell.cellIndex + right]?.querySelector("a");
  next?.focus();
  return true;
}

/** @param {DossierDesk} desk @param {HTMLElement} at */
function add(desk, at) {
  const section = at.closest("section.kind") ?? desk.querySelector("section.kind");
  const line = section?.querySelector("[name=line]") ?? section?.querySelector(".cell:not(:has(.stance)) a");
  if (line instanceof HTMLElement) line.focus();
  return line !== null;
}

/** @param {DossierDesk} desk @param {number} number of the section; 0 for what has to be checked */
function jump(desk, number) {
  const section = number ? [...desk.querySelectorAll("section.kind")][number - 1] : desk.querySelector("#checks a[data-goto]");
  if (!(section instanceof HTMLElement)) return false;
  section.scrollIntoView({ block: number ? "start" : "nearest" });
  const cell = section.querySelector(".matrix a[data-cell]");
  (cell instanceof HTMLElement ? cell : section).focus({ preventScroll: true });
  return true;
}

/** What a row offers under that letter. @param {HTMLElement} at @param {string} key @param {Panels} panels */
function offer(at, key, panels) {
  const row = at.closest(".object");
  const [wanted, target] = OFFERS[key] ?? [];
  if (!row || !wanted || (key === "Enter" && at !== row)) return false;
  const found = row.querySelector(wanted);
  if (found instanceof HTMLAnchorElement) void panels.open(found, target);
  else if (found instanceof HTMLElement) found.click();
  return true;
}
