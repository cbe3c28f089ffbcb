// @ts-check
/** <newsroom-clock data-now="…" data-rate="…" data-zone="…">: the newsroom's time, second by second. */

import * as clock from "../live/clock.js";

class NewsroomClock extends HTMLElement {
  #stop = () => {};

  connectedCallback() {
    const { now, rate, zone } = this.dataset;
    clock.set(now ?? "", Number(rate));
    const format = new Intl.DateTimeFormat(document.documentElement.lang === "de" ? "de" : "en-GB", {
      timeStyle: "long",
      timeZone: zone,
    });
    this.#stop = clock.every(1, () => (this.textContent = format.format(clock.now())));
  }

  disconnectedCallback() {
    this.#stop();
  }
}

customElements.define("newsroom-clock", NewsroomClock);
