// @ts-check
/**
 * The forms of the dossier, opened where their object stands and sent without leaving the page.
 * The links and forms are those that work without scripts; here they only come to the object
 * instead of the other way round.
 *
 * @import { DossierDesk } from "./dossier-desk.js"
 */

import { reach, Refusal } from "./asking.js";
import { isConfirmed, part } from "./dialogs.js";
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
    this.desk.addEventListener("submit", (event) => this.#submitted(event));
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
    const answer = await this.#ask(link.href, {});
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
    return this.#find(fresh.dataset.panel ?? "") ?? this.#put(fresh);
  }

  /** Leave the form; what was typed into it is asked about. @param {HTMLElement} panel */
  async leave(panel) {
    if (panel.dataset.dirty && !(await isConfirmed(sentence("drop"), sentence("drop-asked")))) return;
    this.#close(panel);
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

  /** @param {SubmitEvent} event */
  async #submitted(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    const { submitter } = event;
    const url = submitter?.hasAttribute("formaction") ? /** @type {HTMLButtonElement} */ (submitter).formAction : form.action;
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    const panel = /** @type {HTMLElement | null} */ (form.closest(".panel"));
    busy([form, panel], true);
    const answer = await this.#ask(url, { method: "POST", body });
    busy([form, panel], false);
    if (answer.panel) return this.#again(form, panel, answer.panel);
    this.desk.say(answer.said ?? "", !answer.isDone);
    if (answer.isDone) this.#done(form, panel, answer.change);
  }

  /** @param {HTMLFormElement} form @param {HTMLElement | null} panel @param {any} change */
  #done(form, panel, change) {
    if (panel) this.#close(panel);
    if (change) this.desk.take(change);
    else this.desk.take({ sequence: 0, at: "", kind: "post", id: "", verb: "put" });
    if (!form.dataset.add) return this.#back(panel, change);
    form.reset();
    const row = change && document.getElementById(`${change.kind}-${change.id}`);
    const link = form.dataset.goOn && row?.querySelector("a[data-do=edit]");
    delete form.dataset.goOn;
    if (link instanceof HTMLAnchorElement) void this.open(link, "[data-main] [name=aliases], [data-main] [name=question]");
    else part(form, "[name=line]").focus();
  }

  /** After a form, to the row that it was about. @param {HTMLElement | null} panel @param {any} change */
  #back(panel, change) {
    if (panel && change && !this.#toCell(panel)) this.goTo({ goto: `${change.kind}/${change.id}` });
  }

  /** What was sent cannot be taken like that. @param {HTMLFormElement} form @param {HTMLElement | null} panel @param {string} html */
  #again(form, panel, html) {
    this.desk.say("");
    const fresh = element(html);
    if (form.matches("[data-add], [data-main], [data-beside]")) fresh.dataset.dirty = "1";
    if (form.dataset.add) form.reset();
    if (panel) panel.replaceWith(fresh);
    else this.#put(fresh);
    focusIn(fresh, "[aria-invalid]");
  }

  /** @param {HTMLElement} panel */
  #close(panel) {
    const had = panel.contains(document.activeElement);
    const row = /** @type {HTMLElement} */ (panel.closest(".object, section.kind"));
    panel.remove();
    if (GONE.includes(row.dataset.standing ?? "")) row.remove();
    else if (had && !this.#toCell(panel)) row.focus({ preventScroll: true });
  }

  /** @param {HTMLElement} panel of a cell, or of something else */
  #toCell({ dataset: { panel = "" } }) {
    return panel.startsWith("cell/") && this.goTo({ cell: panel.slice("cell/".length) });
  }

  /** The panel of that name, where it is open. @param {string} which @returns {HTMLElement | null} */
  #find(which) {
    return this.desk.querySelector(`[data-panel="${CSS.escape(which)}"]`);
  }

  /** To the object that it is about, in the place of what is open there. @param {HTMLElement} panel */
  #put(panel) {
    const which = panel.dataset.panel ?? "";
    this.#find(which)?.remove();
    const slot = `[data-slot="${which.startsWith("cell/") ? "position" : which.split("/")[0]}"]`;
    const place = document.getElementById(which.replace("/", "-")) ?? this.desk.querySelector(slot);
    place?.append(panel);
    return panel;
  }

  /** @param {string} url @param {RequestInit} request @returns {Promise<{panel?: string, said?: string, change?: any, isDone?: boolean}>} */
  async #ask(url, request) {
    try {
      const answer = await reach(url, { ...request, headers: { Accept: "application/json" } });
      const told = await answer.json().catch(() => ({}));
      if (told.panel) return { panel: told.panel };
      if (answer.ok) return { ...told, isDone: true };
      return { said: new Refusal(answer.status, told).sentence };
    } catch {
      return { said: new Refusal(0).sentence };
    }
  }
}

/** The panel that an address leads to: actor/putin, cell/putin/land. @param {string} path */
function named(path) {
  const rest = path.split("/dossier/")[1] ?? "";
  return rest.includes("/") ? rest.replace(/^cells\//, "cell/") : `${rest}/`;
}

/** @param {string} html @returns {HTMLElement} */
function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return /** @type {HTMLElement} */ (template.content.firstElementChild);
}

/** @param {HTMLElement} panel @param {string} [target] a selector of what gets the focus */
function focusIn(panel, target) {
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

/** @param {(HTMLElement | null)[]} those @param {boolean} isBusy */
function busy(those, isBusy) {
  for (const one of those) if (one) one.ariaBusy = String(isBusy);
}
