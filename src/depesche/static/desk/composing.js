// @ts-check
/**
 * Work on one post after the other: taken up, sent, saved, left. The element <post-composer> is
 * how it looks; this is how it goes.
 *
 * @import { Fields } from "./fields.js"
 * @import { Action, Mode } from "./sending.js"
 * @typedef {HTMLElement & {base: string, mayPublish: boolean, status: string}} Desk
 */

import { ask, Refusal } from "./asking.js";
import { deliver } from "./delivering.js";
import { fill, isSame, read } from "./fields.js";
import { keep, kept } from "./keeping.js";
import { onlyDrafts, show } from "./modes.js";
import { complain, occupy, say } from "./saying.js";
import { sentence } from "./sentences.js";
import { Work } from "./working.js";

export class Composing {
  /** @type {() => unknown} */ retry = () => {};
  #busy = false;

  /** @param {HTMLElement} composer @param {HTMLFormElement} form @param {Desk} desk */
  constructor(composer, form, desk) {
    this.composer = composer;
    this.form = form;
    this.desk = desk;
    this.who = `${desk.dataset.coverage}/${desk.dataset.person}`;
    this.work = new Work(this.who);
  }

  get fields() {
    return read(this.form);
  }

  /** Whether nobody is told before it goes out: not yet public. */
  get isWaiting() {
    return this.work.mode === "new" || this.work.mode === "edit";
  }

  /** On with what was open here last; what was typed before this script had come is kept, too. */
  resume() {
    const open = Work.open(this.who);
    const early = this.fields;
    this.begin();
    if (early.headline || early.text) this.#join(early);
    return open ? this.open(open.id, open.mode) : Promise.resolve();
  }

  /** @param {Fields} early */
  #join(early) {
    const { headline, text } = this.fields;
    const texts = [...new Set([text, early.text])].filter(Boolean);
    fill(this.form, { ...this.fields, headline: headline || early.headline || "", text: texts.join("\n\n") });
    this.typed();
  }

  /** The new post, as it was left. */
  begin() {
    const byline = kept(`byline/${this.desk.dataset.person}`) ?? this.composer.dataset.name;
    const { work, fields } = Work.fresh(this.who);
    this.take(work, { class: "correction", byline, ...fields });
    if (fields?.text || fields?.headline) say(this.composer, sentence("restored"));
  }

  /** A post that exists; what was typed over it before and never saved is back. @param {string} id @param {Mode} mode */
  async open(id, mode) {
    try {
      const post = await ask("GET", `${this.desk.base}/posts/${id}`);
      const before = Work.before(this.who, id);
      const isUnsaved = before && !isSame(before.fields, post, ["headline", "text", "byline"]);
      const state = isUnsaved ? before.state : { id, revision: post.revision, status: post.status };
      const fields = { class: "correction", ...post, ...(isUnsaved ? before.fields : {}) };
      this.take(new Work(this.who, { ...state, mode }), fields);
      if (isUnsaved) say(this.composer, sentence("restored"));
    } catch (refusal) {
      this.#fail(refusal, () => this.open(id, mode));
    }
  }

  /** @param {Work} work @param {Fields} fields */
  take(work, fields) {
    this.work = work;
    work.begin();
    fill(this.form, fields);
    say(this.composer, "");
    this.show();
  }

  typed() {
    this.work.keep(this.fields);
    this.show();
    say(this.composer, sentence("kept"));
  }

  /** @param {Action} action */
  async send(action) {
    if (this.#busy || (action !== "send" && !this.isWaiting)) return;
    const isDraft = this.isWaiting && onlyDrafts(this.desk);
    this.#busy = true;
    occupy(this.composer, true);
    try {
      await this.#deliver(isDraft ? "save" : action);
    } finally {
      this.#busy = false;
      occupy(this.composer, false);
    }
  }

  /** @param {Action} action */
  async #deliver(action) {
    const { work, fields } = this;
    const isNew = work.mode === "new";
    const { refusal, taken, answer } = await deliver(this.desk, work, fields, action);
    if (refusal) this.#fail(refusal, () => this.send(action));
    else if (taken) this.take(work, { ...fields, ...taken });
    else {
      if (isNew) keep(`byline/${this.desk.dataset.person}`, fields.byline);
      this.#fire("desk:take", answer.change);
      this.#goOn(action, work, fields, answer);
      say(this.composer, answer.said);
    }
  }

  /**
   * The newsroom has it. What was typed while it was on its way goes on as the same post.
   * @param {Action} action @param {Work} work @param {Fields} sent @param {any} answer
   */
  #goOn(action, work, sent, answer) {
    if (work !== this.work) return work.forget(); // another one was taken up in the meantime
    const isTypedOver = !isSame(sent, this.fields);
    work.adopt(answer);
    if (isTypedOver) work.keep(this.fields);
    else if (action === "send") this.begin();
    this.show();
  }

  /** @param {unknown} refusal @param {() => unknown} retry */
  #fail(refusal, retry) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const { headline, text } = this.fields;
    const isTyped = Boolean(headline || text);
    if (isTyped) this.work.keep(this.fields);
    this.retry = retry;
    complain(this.composer, refusal, isTyped);
  }

  show() {
    const { work, fields, desk } = this;
    show(this.composer, { ...work, fields }, desk);
    this.#fire("desk:composed", { post: work.mode === "new" ? null : work.id, mode: work.mode, fields });
  }

  /** @param {string} name @param {unknown} detail */
  #fire(name, detail) {
    this.composer.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}
