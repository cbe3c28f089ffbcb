// @ts-check
/** <server-clock data-now="…" data-rate="…">: tells a page that follows nothing what time it is. */

import * as clock from "../live/clock.js";

class ServerClock extends HTMLElement {
  connectedCallback() {
    clock.set(this.dataset.now ?? "", Number(this.dataset.rate));
  }
}

customElements.define("server-clock", ServerClock);
