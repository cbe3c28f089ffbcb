// @ts-check
/**
 * <picture-field>: the picture of the post in the composer. It is one of the composer's fields: the
 * id of what was uploaded, kept and sent with the text.
 *
 * An upload belongs to the post it was begun for, and goes on while another one stands here.
 */

import { Upload } from "./picture-upload.js";
import { takeFrom } from "./picture-taking.js";
import { sentence } from "./sentences.js";

export class PictureField extends HTMLElement {
  /** @type {Map<string, Upload>} by post */ #uploads = new Map();
  #post = "";

  connectedCallback() {
    const desk = this.#desk;
    takeFrom(this.#form, /** @type {HTMLInputElement} */ (this.#part("file")), (file) => this.take(file));
    desk.addEventListener("desk:composed", () => this.#show());
    desk.addEventListener("desk:taken", (event) => {
      this.#post = /** @type {CustomEvent<string>} */ (event).detail;
      this.#arrive(this.#post);
      this.#show();
    });
    this.#wireButtons();
    this.#part("thumbnail").onerror = () => this.#note(sentence("picture-unseen"));
  }

  /** What stands in the way of sending the post: a picture that has not arrived. @param {string} action */
  pending(action) {
    const upload = action === "send" && this.#uploads.get(this.#post);
    return upload ? sentence(upload.state === "failed" ? "picture-failed" : "picture-coming") : "";
  }

  /** @param {File} file */
  take(file) {
    if (this.#isReadOnly) return;
    this.#uploads.get(this.#post)?.cancel();
    const post = this.#post;
    const upload = new Upload(this.#desk.dataset.base ?? "", file, this.#words());
    upload.addEventListener("progress", () => this.#hear(post, upload));
    this.#uploads.set(post, upload);
    if (this.#id.value) this.#describe({ alt: "", decorative: false }); // those of the other picture
    this.#send();
  }

  #send() {
    this.#uploads.get(this.#post)?.send(Number(this.dataset.limit));
  }

  /** @param {string} post @param {Upload} upload */
  #hear(post, upload) {
    if (this.#uploads.get(post) !== upload) return;
    if (post !== this.#post) return;
    this.#arrive(post);
    this.#show();
  }

  /** What has arrived becomes the post's picture, as soon as the post stands here. @param {string} post */
  #arrive(post) {
    const upload = this.#uploads.get(post);
    if (upload?.state !== "here") return;
    this.#uploads.delete(post);
    this.#set(upload.id);
    this.#note(upload.animated ? sentence("picture-animated") : "");
    this.querySelector("textarea")?.focus({ preventScroll: true });
  }

  #leaveOut() {
    const upload = this.#uploads.get(this.#post);
    upload?.cancel();
    this.#uploads.delete(this.#post);
    if (upload && this.#id.value) this.#describe(upload.before);
    this.#show();
    this.#part(this.#id.value ? "replace" : "choose").focus();
  }

  #remove() {
    this.#describe({ alt: "", decorative: false });
    for (const name of ["caption", "credit"]) this.#field(name).value = "";
    this.#set("");
    this.#part("choose").focus();
  }

  /** @param {string} id */
  #set(id) {
    this.#note("");
    this.#id.value = id;
    this.#id.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #show() {
    const upload = this.#uploads.get(this.#post);
    const isGoing = upload?.state === "sending";
    const id = this.#id.value;
    this.#part("offer").hidden = Boolean(upload || id);
    this.#part("way").hidden = !isGoing;
    this.#part("trouble").hidden = upload?.state !== "failed";
    this.#part("words").hidden = !id && !isGoing && !this.#isDescribed;
    this.#part("seen").hidden = !id || Boolean(upload);
    if (upload) this.#tell(upload);
    this.#look(id);
    this.#field("alt").required = !this.#field("decorative").checked;
  }

  /** @param {Upload} upload */
  #tell({ sent, trouble, file }) {
    const name = sent < 1 ? "picture-sending" : "picture-developing";
    const [done, whole] = [file.size * sent, file.size].map(megabytes);
    this.#part("way-said").textContent = sentence(name, { sent: done ?? "", whole: whole ?? "" });
    const progress = /** @type {HTMLProgressElement} */ (this.querySelector("progress"));
    if (sent < 1) progress.value = sent;
    else progress.removeAttribute("value");
    const said = /** @type {HTMLElement} */ (this.#part("trouble").querySelector("p"));
    if (said.textContent !== trouble) said.textContent = trouble;
  }

  /** @param {string} id */
  #look(id) {
    const thumbnail = /** @type {HTMLImageElement} */ (this.#part("thumbnail"));
    const url = `${this.#desk.dataset.base}/pictures/${id}/480`;
    if (!id) thumbnail.removeAttribute("src");
    else if (thumbnail.getAttribute("src") !== url) thumbnail.src = url;
  }

  /** @param {string} words */
  #note(words) {
    this.#part("note").textContent = words;
  }

  #words() {
    return { alt: this.#field("alt").value, decorative: this.#field("decorative").checked };
  }

  get #isDescribed() {
    return ["alt", "caption", "credit"].some((name) => this.#field(name).value);
  }

  /** @param {{alt: string, decorative: boolean}} words */
  #describe({ alt, decorative }) {
    this.#field("alt").value = alt;
    this.#field("decorative").checked = decorative;
  }

  #wireButtons() {
    const choose = () => this.#part("file").click();
    const acts = {
      choose,
      another: choose,
      replace: choose,
      retry: () => this.#send(),
      cancel: () => this.#leaveOut(),
      "give-up": () => this.#leaveOut(),
      remove: () => this.#remove(),
    };
    for (const [name, act] of Object.entries(acts)) this.#part(name).onclick = act;
  }

  /** While somebody else is at work on the post. */
  get #isReadOnly() {
    return this.#field("caption").readOnly;
  }

  get #id() {
    return this.#field("picture");
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #field(name) {
    return /** @type {HTMLInputElement} */ (this.querySelector(`[name=${name}]`));
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-picture="${name}"]`));
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.closest("form"));
  }

  get #desk() {
    return /** @type {HTMLElement} */ (this.closest("coverage-desk"));
  }
}

/** In the language of the page. @param {number} bytes */
function megabytes(bytes) {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return (bytes / 1e6).toLocaleString(document.documentElement.lang, digits);
}

customElements.define("picture-field", PictureField);
