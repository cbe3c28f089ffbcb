// @ts-check
/** <signed-in>: tells the other tabs of this browser that somebody has signed in, and goes. */

import { tellSignedIn } from "./returning.js";

class SignedIn extends HTMLElement {
  connectedCallback() {
    tellSignedIn(this.dataset.person ?? "");
    window.close(); // where the browser allows it
  }
}

customElements.define("signed-in", SignedIn);
