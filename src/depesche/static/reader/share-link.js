// @ts-check
/**
 * <share-link>: hands on where the first link beside it leads, by the system's own sheet; where there
 * is none it copies the address and says so, and where neither can be, it is nothing. Its words are its
 * data-text, else the headline of its post. In its shadow, dressed as ::part(share).
 */

class ShareLink extends HTMLElement {
  connectedCallback() {
    const { textShare = "" } = this.#coverage.dataset;
    if (this.shadowRoot || !(navigator.share || navigator.clipboard)) return;
    const button = document.createElement("button");
    button.part.add("share");
    button.textContent = textShare;
    button.ariaLabel = `${textShare}: ${this.#words}`;
    button.onclick = () => this.#share(button).catch(() => {}); // thought better of it, or not allowed
    this.attachShadow({ mode: "open", delegatesFocus: true }).append(button);
  }

  /** @param {HTMLButtonElement} button */
  async #share(button) {
    const title = this.#words;
    const url = this.parentElement?.querySelector("a")?.href ?? "";
    if (navigator.share) return navigator.share({ title, text: title, url });
    await navigator.clipboard.writeText(url);
    const { textShare = "", textCopied = "" } = this.#coverage.dataset;
    button.textContent = textCopied;
    setTimeout(() => (button.textContent = textShare), 4000);
    /** @type {Element} */ (document.querySelector("[data-status-line]")).textContent = textCopied;
  }

  get #words() {
    return this.dataset.text ?? this.closest("article")?.querySelector("h3")?.textContent ?? "";
  }

  get #coverage() {
    return /** @type {HTMLElement} */ (this.closest("live-coverage"));
  }
}

customElements.define("share-link", ShareLink);
