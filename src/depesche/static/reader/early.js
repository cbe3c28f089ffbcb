// @ts-check
/**
 * What this tab was told before, on <html> before anything is seen: data-times, data-paused. No
 * module, in the head, so that a stylesheet knows it from the first moment on.
 */
try {
  for (const name of ["times", "paused"]) {
    const told = sessionStorage.getItem(`depesche-${name}`);
    if (told !== null) document.documentElement.dataset[name] = told;
  }
} catch {
  // this browser keeps nothing
}
