// @ts-check
/** <returned-note>: why the post in hand was sent back, as its row in the list says. */

class ReturnedNote extends HTMLElement {
  #post = "";

  connectedCallback() {
    this.#desk.addEventListener("desk:composed", (event) => {
      this.#post = /** @type {CustomEvent<{post: string | null}>} */ (event).detail.post ?? "";
      this.#show();
    });
    this.#desk.addEventListener("desk:changed", () => this.#show());
  }

  #show() {
    const row = this.#post ? `.row[data-id="${CSS.escape(this.#post)}"]` : ".none";
    const note = this.#desk.querySelector(`${row} .returned`);
    this.hidden = !note;
    this.replaceChildren(...(note?.cloneNode(true).childNodes ?? []));
  }

  get #desk() {
    return /** @type {HTMLElement} */ (this.closest("coverage-desk"));
  }
}

customElements.define("returned-note", ReturnedNote);
