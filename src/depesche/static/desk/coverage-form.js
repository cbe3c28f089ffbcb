// @ts-check
/** <coverage-form>: shows the URL name that an empty field would get. The newsroom decides. */

class CoverageForm extends HTMLElement {
  connectedCallback() {
    const [headline, slug] = ["headline", "slug"].map((name) => this.querySelector(`#${name}`));
    if (!(headline instanceof HTMLInputElement && slug instanceof HTMLInputElement)) return;
    const suggest = () => (slug.placeholder = suggested(headline.value));
    headline.addEventListener("input", suggest);
    suggest();
  }
}

/** @type {Record<string, string>} */
const SPELLED = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/** @param {string} headline */
function suggested(headline) {
  const spelled = headline.toLowerCase().replace(/[äöüß]/g, (letter) => SPELLED[letter] ?? "");
  const plain = spelled.normalize("NFKD").replace(/[^\x20-\x7e]/g, "");
  return plain.replace(/[^a-z0-9]+/g, "-").slice(0, 80).replace(/^-|-$/g, "");
}

customElements.define("coverage-form", CoverageForm);
