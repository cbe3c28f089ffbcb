// @ts-check
/**
 * One picture on its way to the newsroom. The file stays in the page until it has arrived, so that
 * it can be sent again; its name is never sent.
 *
 * Fires "progress" whenever there is something new to see.
 *
 * @typedef {"sending" | "failed" | "here"} State
 * @typedef {{alt: string, decorative: boolean}} Before what was said of the picture that it replaces
 */

import { whose } from "./asking.js";
import { newId } from "./keeping.js";
import { sentence } from "./sentences.js";

export class Upload extends EventTarget {
  /** @type {State} */ state = "sending";
  /** how much has been sent, from 0 to 1 */ sent = 0;
  trouble = "";
  animated = false;
  id = newId(); // ours, so that sending it twice is harmless
  #request = new XMLHttpRequest(); // fetch does not tell how far it is

  /** @param {string} base the coverage's address @param {File} file @param {Before} before */
  constructor(base, file, before) {
    super();
    this.base = base;
    this.file = file;
    this.before = before;
  }

  /** @param {number} limit megabytes */
  send(limit) {
    if (this.file.size > limit * 1e6) return this.#fail(sentence("picture-heavy", { limit: String(limit) }));
    const request = (this.#request = new XMLHttpRequest());
    request.open("PUT", `${this.base}/pictures/${this.id}`);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader(...whose());
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => this.#tell("sending", total ? loaded / total : 0);
    request.onload = () => this.#answered(request);
    request.onerror = () => this.#fail(sentence("picture-unreachable"));
    request.send(this.file);
    this.#tell("sending", 0);
  }

  cancel() {
    this.#request.onerror = this.#request.onload = null;
    this.#request.abort();
  }

  /** @param {XMLHttpRequest} request */
  #answered({ status, response }) {
    if (status === 401 && response?.code !== "somebody-else") return this.#fail(sentence("picture-signed-out"));
    if (status !== 200) return this.#fail(response?.detail ?? sentence("picture-unreachable"));
    this.animated = response.animated;
    this.#tell("here", 1);
  }

  /** @param {string} trouble */
  #fail(trouble) {
    this.trouble = trouble;
    this.#tell("failed", 0);
  }

  /** @param {State} state @param {number} sent */
  #tell(state, sent) {
    this.state = state;
    this.sent = sent;
    this.dispatchEvent(new Event("progress"));
  }
}
