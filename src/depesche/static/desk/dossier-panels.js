// @ts-check
/**
 * The panels of the dossier, opened where their object stands. The links are those that work
 * without scripts; here the forms only come to the object instead of the other way round.
 *
 * @import { DossierDesk } from "./dossier-desk.js"
 */

import { isConfirmed, part } from "./dialogs.js";
import { answered } from "./dossier-asking.js";
import { catchUp } from "./dossier-typing.js";
import { sentence } from "./sentences.js";

/** Links that open a panel, and what gets the focus there. @type {Record<string, string>} */
const OPENED = { edit: "", new: "", "take-out": "[data-removal] button" };
const GONE = ["removed", "merged"];
const FIELDS = "input:not([type=hidden]), textarea, select";

export class Panels {
  /** What is typed while a panel is on its way; null while none is. @type {string | null} */ ahead = null;
  #turn = 0; // of the panel that is awaited

  /** @param {DossierDesk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  listen() {
    this.desk.addEventListener("click", (event) => this.#clicked(event));
    this.desk.addEventListener("input", (event) => {
      const panel = /** @type {Element} */ (event.target).closest(".panel");
      if (panel instanceof HTMLElement) panel.dataset.dirty = "1";
    });
    addEventListener("beforeunload", (event) => {
      if (this.desk.querySelector(".panel[data-dirty]")) event.preventDefault();
    });
  }

  /**
   * Open the panel behind that link, or go to it where it is open.
   * @param {HTMLAnchorElement} link @param {string} [target] a selector of what gets the focus
   */
  async open(link, target = "") {
    const which = named(link.pathname);
    const present = this.#find(which);
    if (present) return focusIn(present, target);
    const turn = ++this.#turn;
    this.ahead = "";
    const answer = await answered(link.href);
    const typed = this.ahead;
    if (typed === null || turn !== this.#turn) return; // somebody did not want to wait
    this.ahead = null;
    if (!answer.panel) return this.desk.say(answer.said ?? "", true);
    focusIn(this.#bring(answer.panel), target);
    catchUp(typed);
  }

  /** The panel that came, or the one that has been opened meanwhile. @param {string} html */
  #bring(html) {
    const fresh = element(html);
    return this.#find(fresh.dataset.panel ?? "") ?? this.put(fresh);
  }

  /** Leave the form; what was typed into it is asked about. @param {HTMLElement} panel */
  async leave(panel) {
    if (panel.dataset.dirty && !(await isConfirmed(sentence("drop"), sentence("drop-asked")))) return;
    this.close(panel);
  }

  /** A row that is about to be shown: say so in the form of it that is open. @param {HTMLElement} fresh */
  hear({ dataset: { kind, id, cell, standing } }) {
    const panel = this.#find(cell ? `cell/${cell}` : `${kind}/${id}`);
    if (!panel || panel.ariaBusy === "true") return;
    const said = part(panel, "[data-changed]");
    if (GONE.includes(standing ?? "")) said.textContent = sentence("gone");
    said.hidden = false;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (link && !isElsewhere(event) && this.#follow(link)) event.preventDefault();
  }

  /** @param {HTMLAnchorElement} link @returns {boolean} whether there is no need to go to its page */
  #follow(link) {
    const { do: what = "", cell, goto: which } = link.dataset;
    if (which) return this.goTo(link.dataset);
    if (what === "leave") void this.leave(/** @type {HTMLElement} */ (link.closest(".panel")));
    else if (what in OPENED || cell) void this.open(link, OPENED[what]);
    else return false;
    return true;
  }

  /** To the row or the cell of an object. @param {DOMStringMap} dataset */
  goTo({ goto: which = "", cell }) {
    const row = cell
      ? this.desk.querySelector(`[data-part=matrix] a[data-cell="${CSS.escape(cell)}"]`)
      : document.getElementById(which.replace("/", "-"));
    if (row instanceof HTMLElement) row.focus();
    return row !== null;
  }

  /** It goes, and the focus goes on with its object. @param {HTMLElement} panel */
  close(panel) {
    const had = panel.contains(document.activeElement);
    const row = /** @type {HTMLElement} */ (panel.closest(".object, section.kind"));
    panel.remove();
    if (GONE.includes(row.dataset.standing ?? "")) row.remove();
    else if (had && !this.toCell(panel)) row.focus({ preventScroll: true });
  }

  /** Whether there is a cell to go to; it is done. @param {HTMLElement} panel of a cell, or of something else */
  toCell({ dataset: { panel = "" } }) {
    return panel.startsWith("cell/") && this.goTo({ cell: panel.slice("cell/".length) });
  }

  /** The panel of that name, where it is open. @param {string} which @returns {HTMLElement | null} */
  #find(which) {
    return this.desk.querySelector(`[data-panel="${CSS.escape(which)}"]`);
  }

  /** To the object that it is about, in the place of what is open there. @param {HTMLElement} panel */
  put(panel) {
    const which = panel.dataset.panel ?? "";
    this.#find(which)?.remove();
    const slot = `[data-slot="${which.startsWith("cell/") ? "position" : which.split("/")[0]}"]`;
    const place = document.getElementById(which.replace("/", "-")) ?? this.desk.querySelector(slot);
    place?.append(panel);
    return panel;
  }

}

/** The panel that an address leads to: actor/putin, cell/putin/land. @param {string} path */
function named(path) {
  const rest = path.split("/dossier/")[1] ?? "";
  return rest.includes("/") ? rest.replace(/^cells\//, "cell/") : `${rest}/`;
}

/** @param {string} html @returns {HTMLElement} */
export function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return /** @type {HTMLElement} */ (template.content.firstElementChild);
}

/** @param {HTMLElement} panel @param {string} [target] a selector of what gets the focus */
export function focusIn(panel, target) {
  const main = part(panel, "[data-main]");
  const begin = wanted(panel, target) ?? main.querySelector("[name=stance]:checked") ?? main.querySelector(FIELDS);
  panel.scrollIntoView({ block: "nearest" });
  /** @type {HTMLElement | null} */ (begin)?.focus();
}

/** @param {HTMLElement} panel @param {string} [target] */
function wanted(panel, target) {
  const found = target ? panel.querySelector(target) : null;
  found?.closest("details")?.setAttribute("open", "");
  return found?.matches("fieldset") ? found.querySelector(FIELDS) : found;
}

/** A click that opens a tab. @param {MouseEvent} event */
function isElsewhere(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
}
