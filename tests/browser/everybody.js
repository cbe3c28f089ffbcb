// What tests/browser/everybody.py measures in a page. Each returns complaints, in words.

globalThis.everybody = { small, wide, moving, focused };

const TARGETS =
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]";
const PARTS = [null, "::before", "::after", "::marker", "::backdrop"];

function small(least) {
  const complaints = [];
  for (const target of document.querySelectorAll(TARGETS)) {
    const { width, height } = (target.closest("label") ?? target).getBoundingClientRect();
    const isSmall = Math.min(width, height) < least - 0.05; // half of a hundredth is rounding
    if (isSmall && isShown(target) && !isInSentence(target))
      complaints.push(`target of ${Math.round(width)} × ${height.toFixed(1)}: ${named(target)}`);
  }
  return complaints;
}

function wide() {
  const root = document.documentElement;
  const found = [...document.body.querySelectorAll("*")].filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    const isWithin = left >= -1 && right <= root.clientWidth + 1;
    return !isWithin && right > 0 && isShown(element) && !isIn(element.parentElement, scrolls);
  });
  const inmost = found.filter((one) => !found.some((two) => two !== one && one.contains(two)));
  if (root.scrollWidth > root.clientWidth && !inmost.length) inmost.push(root);
  return inmost.map((element) => `wider than ${root.clientWidth}: ${named(element)}`);
}

function moving(still) {
  const complaints = document
    .getAnimations()
    .filter((animation) => animation.effect.getComputedTiming().endTime > still * 1000)
    .map((animation) => `runs: ${named(animation.effect.target)}`);
  for (const element of document.querySelectorAll("*"))
    for (const part of PARTS) {
      const style = getComputedStyle(element, part);
      const animated = style.animationName === "none" ? "0s" : style.animationDuration;
      const longest = Math.max(seconds(style.transitionDuration), seconds(animated));
      if (longest > still) complaints.push(`${longest} s: ${named(element)}${part ?? ""}`);
    }
  if (getComputedStyle(document.documentElement).scrollBehavior !== "auto")
    complaints.push("scrolls smoothly");
  return complaints;
}

// null where nothing has the focus.
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const isOutlined = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
  const box = element.getClientRects()[0];
  const isOnScreen = box && box.bottom > 1 && box.top < innerHeight - 1 && box.width > 1;
  const complaints = [];
  if (!isOutlined && boxShadow === "none") complaints.push("no mark of the focus");
  if (!isOnScreen) complaints.push("not on the screen");
  else if (isCovered(element, box)) complaints.push("under what sticks");
  return complaints.map((complaint) => `${complaint}: ${named(element)}`);
}

// Whether something that stays while the page is scrolled is over the top, middle or end of it.
function isCovered(element, box) {
  const x = Math.max(0, box.left) / 2 + Math.min(innerWidth, box.right) / 2;
  return [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2].some((y) => {
    const hit = document.elementFromPoint(x, y);
    return isIn(hit, (over) => !over.contains(element) && sticks(over));
  });
}

// What is for screen readers only is one pixel wide and high.
function isShown(element) {
  const { width, height } = element.getBoundingClientRect();
  const wanted = { opacityProperty: true, visibilityProperty: true };
  return element.checkVisibility(wanted) && width > 1 && height > 1;
}

// Whether it is a link with other words around it, or one that an editor wrote into a post.
function isInSentence(link) {
  if (link.localName !== "a" || getComputedStyle(link).display !== "inline") return false;
  let around = link.parentElement;
  while (getComputedStyle(around).display === "inline") around = around.parentElement;
  return link.closest(".prose") || words(around).length > words(link).length;
}

function scrolls(element) {
  const isOwn = element !== document.documentElement && element !== document.body;
  return isOwn && /auto|scroll/.test(getComputedStyle(element).overflowX);
}

function sticks(element) {
  return /sticky|fixed/.test(getComputedStyle(element).position);
}

function isIn(element, condition) {
  return element !== null && (condition(element) || isIn(element.parentElement, condition));
}

function seconds(told) {
  const each = told.split(",").map((one) => parseFloat(one) / (one.trim().endsWith("ms") ? 1e3 : 1));
  return Math.max(...each);
}

function named(element) {
  const steps = [];
  for (let one = element; one && one.localName !== "main" && steps.length < 4; ) {
    steps.unshift([one.localName, ...one.classList].join("."));
    one = one.parentElement;
  }
  return `${steps.join(" > ")} “${words(element).slice(0, 40)}”`;
}

function words(element) {
  return element.textContent.trim().replaceAll(/\s+/g, " ");
}
