// @ts-check
/**
 * <object-card popover>: opens in place what a chip in a post leads to, the card of an object of the
 * dossier. Where that is not possible, and where a new tab is wanted, a chip is a link.
 */

class ObjectCard extends HTMLElement {
  /** @type {HTMLAnchorElement | null} */ #chip = null;

  connectedCallback() {
    if ("showPopover" in this) document.addEventListener("click", this.#take);
    this.addEventListener("toggle", this.#leave);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#take);
  }

  /** @param {MouseEvent} event */
  #take = (event) => {
    const chip = /** @type {Element} */ (event.target).closest?.("a");
    if (!chip?.matches(".chip") || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void this.#open(chip);
  };

  /** @param {HTMLAnchorElement} chip */
  async #open(chip) {
    const card = await find(chip).catch(() => null);
    if (!card) return location.assign(chip.href);
    this.#chip = chip;
    this.setAttribute("aria-label", chip.textContent ?? "");
    this.replaceChildren(this.#closer(), copied(card));
    const { left, bottom } = chip.getBoundingClientRect();
    this.style.setProperty("--left", `${left}px`);
    this.style.setProperty("--top", `${bottom}px`);
    this.showPopover();
    this.focus({ preventScroll: true });
  }

  #closer() {
    const button = document.createElement("button");
    button.textContent = this.dataset.textClose ?? "";
    button.addEventListener("click", () => this.hidePopover());
    return button;
  }

  /** The reader goes on where the chip is. @param {Event} event */
  #leave = (event) => {
    const isElsewhere = document.activeElement !== document.body && !this.contains(document.activeElement);
    if (/** @type {ToggleEvent} */ (event).newState === "closed" && !isElsewhere) this.#chip?.focus({ preventScroll: true });
  };
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
 * @param {HTMLAnchorElement} chip @returns {Promise<Element | null>}
 */
async function find(chip) {
  const [kind = "", key = ""] = chip.pathname.split("/").slice(-2);
  const card = `[data-kind="${CSS.escape(kind)}"][data-id="${CSS.escape(key)}"]`;
  const here = document.querySelector(card);
  if (here) return here;
  const answer = await fetch(chip.href);
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-kind]") : null;
}

customElements.define("object-card", ObjectCard);
