// @ts-check
/** Date lines between posts: each day has one above its first post, whatever came and went. */

import { locale } from "../live/clock.js";

const FORM = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" });

/** @param {Element} list of posts, each with data-day */
export function draw(list) {
  /** @type {Element[]} that stand above the next post */ let lines = [];
  let last = "";
  for (const one of [...list.children]) {
    const day = one.getAttribute("data-day");
    if (one.matches(".day")) lines.push(one);
    if (!day) continue;
    settle(one, day === last ? "" : day, lines);
    lines = [];
    last = day;
  }
}

/** Above that post stands a line for its day, and no other; without a day, none. @param {Element} post @param {string} day @param {Element[]} lines */
function settle(post, day, lines) {
  const its = lines.find((line) => line.firstElementChild?.getAttribute("datetime") === day);
  if (day && !its) post.before(made(day));
  for (const line of lines) if (line !== its) line.remove();
}

/** @param {string} day */
function made(day) {
  const line = document.createElement("li");
  line.className = "day";
  const time = line.appendChild(document.createElement("time"));
  time.dateTime = day;
  time.textContent = FORM.format(Date.parse(day));
  return line;
}
