// @ts-check
/**
 * Hands on what a link leads to, by the system's own sheet; where there is none it copies the address
 * and says so, and where that cannot be either, the link is followed. Nobody else is told.
 */

/** @param {HTMLAnchorElement} link with the words that go along as data-text, else its post has them */
export async function take(link) {
  const text = link.dataset.text ?? link.closest("article")?.querySelector("h3")?.textContent ?? "";
  if (navigator.share) return navigator.share({ title: text, text, url: link.href }).catch(stayed);
  await navigator.clipboard.writeText(link.href);
  const coverage = /** @type {HTMLElement} */ (link.closest("live-coverage"));
  const note = document.createElement("p");
  note.className = "connection";
  note.role = "status";
  coverage.append(note);
  note.textContent = coverage.dataset.textCopied ?? "";
  setTimeout(() => note.remove(), 4000);
}

/** Whoever thinks better of it stays where they are. @param {Error} error */
function stayed(error) {
  if (error.name !== "AbortError") throw error;
}
