// @ts-check
/** The ways in which a file comes to the composer: chosen, dropped, pasted. */

/**
 * @param {HTMLFormElement} form takes what is dropped on it or pasted into it
 * @param {HTMLInputElement} chooser
 * @param {(file: File) => void} take
 */
export function takeFrom(form, chooser, take) {
  chooser.addEventListener("change", () => {
    const [file] = chooser.files ?? [];
    chooser.value = ""; // so that the same one can be chosen again
    if (file) take(file);
  });
  form.addEventListener("paste", (event) => {
    const [file] = event.clipboardData?.files ?? [];
    const hasWords = event.clipboardData?.types.includes("text/plain");
    if (!file || hasWords) return; // words may bring a picture of themselves
    event.preventDefault();
    take(file);
  });
  onDrop(form, take);
}

/** A file that is dropped beside the composer must not take the page away. @param {HTMLFormElement} form @param {(file: File) => void} take */
function onDrop(form, take) {
  document.addEventListener("dragover", (event) => {
    if (!bringsFiles(event) || !event.dataTransfer) return;
    const isHere = event.target instanceof Node && form.contains(event.target);
    event.preventDefault();
    event.dataTransfer.dropEffect = isHere ? "copy" : "none";
    form.classList.toggle("dropping", isHere);
  });
  for (const end of ["dragleave", "drop", "dragend"]) {
    document.addEventListener(end, () => form.classList.remove("dropping"));
  }
  document.addEventListener("drop", (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file && event.target instanceof Node && form.contains(event.target)) take(file);
  });
}

/** @param {DragEvent} event */
function bringsFiles(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
