// @ts-check
/**
 * <section-bar>: which part of the page the reader is in. Its link has aria-current, and the bar is
 * moved sideways so far that it is seen.
 */

const EYE = 0.35; // of the height of the screen: a part that begins above that is being read

class SectionBar extends HTMLElement {
  #isAsked = false;

  connectedCallback() {
    addEventListener("scroll", this.#ask, { passive: true });
    addEventListener("resize", this.#ask, { passive: true });
    document.addEventListener("live:changed", this.#ask);
    this.#ask();
  }

  disconnectedCallback() {
    removeEventListener("scroll", this.#ask);
    removeEventListener("resize", this.#ask);
    document.removeEventListener("live:changed", this.#ask);
  }

  /** Once for each picture that is drawn. */
  #ask = () => {
    if (this.#isAsked) return;
    this.#isAsked = true;
    requestAnimationFrame(() => {
      this.#isAsked = false;
      this.#mark();
    });
  };

  #mark() {
    const isAtEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const eye = isAtEnd ? innerHeight : innerHeight * EYE; // what comes last may be too short to come up
    const links = [...this.querySelectorAll("a")].filter((link) => link.offsetParent && beginning(link) < eye);
    const present = links.at(-1) ?? this.querySelector("a[aria-current]");
    if (!present || present.hasAttribute("aria-current")) return;
    this.querySelector("[aria-current]")?.removeAttribute("aria-current");
    present.setAttribute("aria-current", "true");
    const bar = /** @type {HTMLElement} */ (this.parentElement);
    const { left, width } = present.getBoundingClientRect();
    bar.scrollBy({ left: left + width / 2 - bar.getBoundingClientRect().left - bar.clientWidth / 2 });
  }
}

/** Where on the screen the part begins to which it leads; never, if that is another page. @param {HTMLAnchorElement} link */
function beginning(link) {
  const part = link.pathname === location.pathname ? document.getElementById(link.hash.slice(1)) : null;
  return part?.getBoundingClientRect().top ?? Infinity;
}

customElements.define("section-bar", SectionBar);

export {}; // fetched when it is needed
