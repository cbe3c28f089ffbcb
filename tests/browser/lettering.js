// What tests/browser/lettering.py measures in a page. Each returns complaints, in words.

globalThis.lettering = (() => {
const THEIRS = ".prose p, .prose li, .excerpt, a:has(> mark)"; // in these, all order is theirs
const HARDLY = 3; // pixels that two lines may share: descenders, and what is rounded

// Lines of text that lie upon lines of another block, but for what is over the page on purpose.
function overlapping() {
  const still = texts().filter(({ node }) => !within(node.parentElement, floats));
  const lines = still.flatMap(({ node, block }) =>
    rects(node).map((rect) => ({ block, node, rect: clipped(rect, node.parentElement) })),
  );
  const there = lines.filter(({ rect }) => rect && rect.right - rect.left > 1);
  there.sort((one, two) => one.rect.top - two.rect.top);
  const found = new Set();
  for (const [at, one] of there.entries())
    for (let next = at + 1; next < there.length && isAbove(there[next], one); next++)
      if (one.block !== there[next].block && isUpon(one.rect, there[next].rect))
        found.add(`${named(one.node)} and ${named(there[next].node)}`);
  return [...found];
}

// Words that are read from the wrong end, or stand on the wrong side of those before them.
function turned() {
  const found = [];
  let before = null;
  for (const { node, block } of texts()) {
    const isOurs = !node.parentElement.closest(THEIRS);
    if (isOurs && isPlain(node.data) && reads(node))
      found.push(`read from its end: ${named(node)}`);
    if (isOurs && before?.block === block && isWrongSide(before.node, node, block))
      found.push(`on the wrong side: ${named(node)}`);
    before = { node, block };
  }
  return found;
}

// All text that is seen, each with the block in which it runs.
function texts() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node; (node = walker.nextNode()); ) {
    const around = node.parentElement;
    if (!node.data.trim() || !around.checkVisibility({ visibilityProperty: true })) continue;
    if (around.closest("script, style, template, .unseen")) continue;
    found.push({ node, block: within(around, (one) => getComputedStyle(one).display !== "inline") });
  }
  return found;
}

function rects(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].filter(({ width, height }) => width && height);
}

// As much of it as can be seen: nothing, if that is elsewhere in a scroller.
function clipped({ left, top, right, bottom }, around) {
  for (let one = around; one && one !== document.body; one = one.parentElement) {
    if (getComputedStyle(one).overflow === "visible") continue;
    const box = one.getBoundingClientRect();
    [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
    [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
  }
  return left < right && top < bottom ? { left, top, right, bottom } : null;
}

const isAbove = (next, one) => next.rect.top < one.rect.bottom - HARDLY;

function isUpon(one, two) {
  const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
  const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
  return across > HARDLY && down > HARDLY;
}

const isPlain = (text) => !/[^\u0000-\u02ff\u2010-\u2027\u2030-\u205e]/.test(text);

// Whether the letters of its first word run from the right.
function reads(node) {
  const word = /[a-zA-Z]{2,}/.exec(node.data);
  if (!word) return false;
  const [first, last] = [word.index, word.index + word[0].length - 1].map((at) => letter(node, at));
  return first && last && first.top === last.top && first.left > last.left;
}

function letter(node, at) {
  const range = document.createRange();
  range.setStart(node, at);
  range.setEnd(node, at + 1);
  return range.getClientRects()[0];
}

function isWrongSide(before, node, block) {
  const [one, two] = [rects(before).at(-1), rects(node)[0]];
  if (!one || !two || Math.abs(one.top - two.top) > HARDLY) return false;
  if (Math.abs(one.bottom - two.bottom) > HARDLY) return false;
  return getComputedStyle(block).direction === "rtl" ? two.left > one.left : two.left < one.left;
}

const floats = (element) => /sticky|fixed|absolute/.test(getComputedStyle(element).position);

function within(element, condition) {
  return element && (condition(element) ? element : within(element.parentElement, condition));
}

function named(node) {
  const { localName, classList, parentElement } = node.parentElement;
  const at = [localName, ...classList].join(".");
  return `${parentElement.localName} > ${at} “${node.data.trim().slice(0, 30)}”`;
}

return { overlapping, turned };
})();
