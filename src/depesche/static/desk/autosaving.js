// @ts-check
/**
 * Drafts are saved by themselves: when typing pauses, when the field is left and when the page is.
 *
 * @import { More, Refusal } from "./asking.js"
 * @import { Composing } from "./composing.js"
 * @import { Outcome } from "./delivering.js"
 * @import { Fields } from "./fields.js"
 */

import { deliver } from "./delivering.js";
import { isSame } from "./fields.js";
import { reasons, say, sayHere } from "./saying.js";
import { sentence } from "./sentences.js";

const PAUSE = 2_500; // milliseconds without a keystroke

export class Autosaving {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {AbortController | null} */ #going = null;

  /** @param {Composing} composing */
  constructor(composing) {
    this.composing = composing;
    composing.form.addEventListener("focusout", () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden && this.#last());
    addEventListener("pagehide", () => this.#last());
  }

  get isGoing() {
    return this.#going !== null;
  }

  /** Once nothing was typed for a while. */
  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), PAUSE);
  }

  /** What is on its way may arrive; we do not wait to hear so. */
  stop() {
    clearTimeout(this.#timer);
    this.#going?.abort();
    this.#going = null;
  }

  /** @param {More} [more] */
  async now(more) {
    const { work, fields, desk } = this.composing;
    if (this.#going || !this.composing.mayAutosave) return;
    clearTimeout(this.#timer);
    const going = (this.#going = new AbortController());
    const outcome = await deliver(desk, work, fields, "autosave", { ...more, signal: going.signal });
    if (this.#going !== going) return;
    this.#going = null;
    this.#hear(fields, outcome);
  }

  /** Perhaps there is no later. An emptied draft is put away instead. */
  #last() {
    if (this.composing.isEmptied) return;
    if (this.composing.mayAutosave) this.stop();
    this.now({ keepalive: true });
  }

  /** @param {Fields} sent @param {Outcome} outcome */
  #hear(sent, { refusal, theirs, answer }) {
    if (answer?.change) this.composing.desk.take(answer.change);
    if (theirs) return this.composing.encounters.disagree(theirs);
    return refusal ? this.#wait(refusal) : this.#done(sent, answer);
  }

  /** @param {Fields} sent @param {any} answer */
  #done(sent, answer) {
    const { composing } = this;
    const isLate = composing.persevering.isAgain;
    composing.persevering.stop();
    composing.adopt(sent, answer, true);
    if (!isSame(sent, composing.fields)) return composing.typed();
    return say(composing.composer, answer.said ?? sentence("arrived"), "saved", { quietly: !isLate });
  }

  /** @param {Refusal} refusal */
  #wait(refusal) {
    const again = () => this.now();
    if (refusal.status === 401) return this.composing.fail(refusal, again);
    if (refusal.isPassing) this.composing.persevering.later(again, refusal.seconds);
    return sayHere(this.composing.composer, refusal.isUnreached ? sentence("waiting") : reasons(refusal));
  }
}
