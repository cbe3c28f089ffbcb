// @ts-check
/** Date lines between posts: each day has one above its first post, whatever came and went. */

import { locale } from "../live/clock.js";

const FORM = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" });

/** @param {Element} list of posts, each with data-day */
export function draw(list) {
  const lines = new Map([...list.querySelectorAll(":scope > .day")].map((line) => [dayOf(line), line]));
  let last = "";
  for (const post of list.querySelectorAll(":scope > [data-day]")) {
    const day = post.getAttribute("data-day") ?? "";
    if (day !== last) place(lines.get(day) ?? made(day), post);
    lines.delete(day);
    last = day;
  }
  for (const line of lines.values()) line.remove();
}

/** Above that post, and above what marks it. @param {Element} line @param {Element} post */
function place(line, post) {
  let first = post;
  while (first.previousElementSibling && first.previousElementSibling !== line && !isPost(first.previousElementSibling)) first = first.previousElementSibling;
  if (first.previousElementSibling !== line) first.before(line);
}

/** @param {Element} one */
const isPost = (one) => one.hasAttribute("data-day");

/** @param {Element} line */
const dayOf = (line) => line.firstElementChild?.getAttribute("datetime") ?? "";

/** @param {string} day */
function made(day) {
  const line = document.createElement("li");
  line.className = "day";
  const time = line.appendChild(document.createElement("time"));
  time.dateTime = day;
  time.textContent = FORM.format(Date.parse(day));
  return line;
}
