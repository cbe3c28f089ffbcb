// @ts-check
/**
 * <object-card popover>: opens in place what a chip in a post leads to, the card of an object of the
 * dossier, and keeps it as it is now; what was withdrawn does not stay open. Where that is not
 * possible, and where a new tab is wanted, a chip is a link.
 *
 * @import { Change } from "../live/following.js"
 */

import { drawn } from "../live/applying.js";

class ObjectCard extends HTMLElement {
  /** @type {HTMLAnchorElement | null} */ #chip = null;
  #within = ""; // a selector of the post in which the chip is
  #of = ""; // the object, as kind and key

  connectedCallback() {
    document.addEventListener("live:changed", this.#hear);
    this.addEventListener("toggle", this.#leave);
  }

  disconnectedCallback() {
    document.removeEventListener("live:changed", this.#hear);
  }

  /** @param {HTMLAnchorElement} chip */
  async open(chip) {
    const card = await find(chip).catch(() => null);
    if (!card || !("showPopover" in this)) return location.assign(chip.href);
    this.#chip = chip;
    this.#within = selector(/** @type {HTMLElement | null} */ (chip.closest("[data-kind]")));
    this.#of = `${card.dataset.kind}/${card.dataset.id}`;
    this.setAttribute("aria-label", chip.textContent ?? "");
    this.#show(card);
    const { left, bottom } = chip.getBoundingClientRect();
    this.style.setProperty("--left", `${left}px`);
    this.style.setProperty("--top", `${bottom}px`);
    this.showPopover();
    this.focus({ preventScroll: true });
  }

  /** @param {HTMLElement} card */
  #show(card) {
    this.replaceChildren(this.#closer(), copied(card));
  }

  #closer() {
    const button = document.createElement("button");
    button.textContent = this.dataset.textClose ?? "";
    button.addEventListener("click", () => this.hidePopover());
    return button;
  }

  /** The page has changed: so has the card, or what it was opened from. @param {Event} event */
  #hear = (event) => {
    if (!this.#of) return;
    const change = /** @type {CustomEvent<Change>} */ (event).detail;
    if (`${change.kind}/${change.id}` === this.#of) this.#renew(change);
    if (this.#chip?.isConnected === false) this.#findAgain(this.#chip);
  };

  /** @param {Change} change */
  #renew(change) {
    const hadFocus = this.contains(document.activeElement);
    if (change.verb === "put") this.#show(drawn(change));
    else if (change.verb === "remove") this.hidePopover();
    if (hadFocus) this.focus({ preventScroll: true });
  }

  /** The post was drawn anew, with or without that chip. @param {HTMLAnchorElement} chip */
  #findAgain({ href }) {
    const chips = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(`${this.#within} a.chip`));
    this.#chip = [...chips].find((one) => one.href === href) ?? null;
    if (!this.#chip) this.hidePopover();
  }

  /** The reader goes on where the chip is, and the words of the card go. @param {Event} event */
  #leave = (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
    const isElsewhere = document.activeElement !== document.body && !this.contains(document.activeElement);
    if (!isElsewhere) this.#chip?.focus({ preventScroll: true });
    this.#of = "";
    this.replaceChildren();
  };
}

/** @param {HTMLElement | null} element of the log */
function selector(element) {
  return element ? `[data-kind="${element.dataset.kind}"][data-id="${CSS.escape(element.dataset.id ?? "")}"]` : "";
}

/** What the card says, and is no object of the log. @param {Element} card */
function copied(card) {
  const copy = document.createElement("div");
  copy.className = card.className;
  copy.append(...card.cloneNode(true).childNodes);
  return copy;
}

/**
 * The card that a chip leads to: that of this page, else that of its own.
 * @param {HTMLAnchorElement} chip @returns {Promise<HTMLElement | null>}
 */
async function find(chip) {
  const [kind = "", key = ""] = chip.pathname.split("/").slice(-2);
  const card = `[data-kind="${CSS.escape(kind)}"][data-id="${CSS.escape(key)}"]`;
  const here = document.querySelector(card);
  if (here instanceof HTMLElement) return here;
  const answer = await fetch(chip.href);
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-kind]") : null;
}

customElements.define("object-card", ObjectCard);

/** @param {HTMLAnchorElement} chip that a reader has chosen */
export function take(chip) {
  return /** @type {ObjectCard} */ (document.querySelector("object-card")).open(chip);
}
