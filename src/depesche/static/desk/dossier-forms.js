// @ts-check
/**
 * The forms of the dossier, sent without leaving the page. They are those that work without scripts.
 *
 * @import { DossierDesk } from "./dossier-desk.js"
 * @import { Panels } from "./dossier-panels.js"
 */

import { part } from "./dialogs.js";
import { answered } from "./dossier-asking.js";
import { element, focusIn } from "./dossier-panels.js";
import { newId } from "./keeping.js";

export class Forms {
  /** @param {DossierDesk} desk @param {Panels} panels */
  constructor(desk, panels) {
    this.desk = desk;
    this.panels = panels;
  }

  listen() {
    this.desk.addEventListener("submit", (event) => this.#submitted(event));
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
    const answer = await answered(url, { method: "POST", body });
    busy([form, panel], false);
    if (answer.panel) return this.#again(form, panel, answer.panel);
    this.desk.say(answer.said ?? "", !answer.isDone);
    if (answer.isDone) this.#done(form, panel, answer.change);
  }

  /** @param {HTMLFormElement} form @param {HTMLElement | null} panel @param {any} change */
  #done(form, panel, change) {
    if (panel) this.panels.close(panel);
    if (change) this.desk.take(change);
    else this.desk.take({ sequence: 0, at: "", kind: "post", id: "", verb: "put" });
    if (!form.dataset.add) return this.#back(panel, change);
    this.#empty(form);
    const row = change && document.getElementById(`${change.kind}-${change.id}`);
    const link = form.dataset.goOn && row?.querySelector("a[data-do=edit]");
    delete form.dataset.goOn;
    if (link instanceof HTMLAnchorElement) void this.panels.open(link, "[data-main] [name=aliases], [data-main] [name=question]");
    else part(form, "[name=line]").focus();
  }

  /** After a form, to the row that it was about. @param {HTMLElement | null} panel @param {any} change */
  #back(panel, change) {
    if (panel && change && !this.panels.toCell(panel)) this.panels.goTo({ goto: `${change.kind}/${change.id}` });
  }

  /** What was sent cannot be taken like that. @param {HTMLFormElement} form @param {HTMLElement | null} panel @param {string} html */
  #again(form, panel, html) {
    this.desk.say("");
    const fresh = element(html);
    if (form.matches("[data-add], [data-main], [data-beside]")) fresh.dataset.dirty = "1";
    if (form.dataset.add) this.#empty(form);
    if (panel) panel.replaceWith(fresh);
    else this.panels.put(fresh);
    focusIn(fresh, "[aria-invalid]");
  }

  /** For another object, which gets an id of its own. @param {HTMLFormElement} form */
  #empty(form) {
    form.reset();
    /** @type {HTMLInputElement} */ (form.querySelector("[name=sending]")).value = newId();
  }
}

/** @param {(HTMLElement | null)[]} those @param {boolean} isBusy */
function busy(those, isBusy) {
  for (const one of those) if (one) one.ariaBusy = String(isBusy);
}
