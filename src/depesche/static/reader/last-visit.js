// @ts-check
/**
 * What is new since this browser was here, and where its reader left off. No module: it stands right
 * behind the box that it fills, so that this is done before anything below is there, and moves nothing.
 *
 * What it remembers stays on the device, a line for each coverage: the newsroom's time, then of the
 * newest post on the page its position, how many there were with it, its id, and its time as the page
 * has it; then these four of the visit before, for as long as this one goes on. Where nothing can be
 * kept, every visit is the first.
 */
{
  const NAME = "depesche-visit/";
  const AWAY = 12e4; // milliseconds; whoever is back sooner has not been away
  const KEPT = 7776e6; // 90 days
  const live = /** @type {HTMLElement} */ (document.querySelector("live-coverage"));
  const box = /** @type {HTMLElement} */ (live.querySelector(".last-visit"));
  const { page, order, newest, newestPosition = "", now = "", rate } = live.dataset;
  const { count, shown, corrected = "", textOne = "", textMany = "", textCorrected = "" } = box.dataset;
  /** @type {string[]} */ let since = [];

  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(NAME) && !(time() - parseInt(localStorage[key]) < KEPT)) localStorage.removeItem(key);
    }
    const [then, ...seen] = localStorage[NAME + page].split("|");
    since = time() - then < AWAY ? seen.slice(4) : seen.slice(0, 4);
    tell();
  } catch {
    // this browser keeps nothing, or has not been here
  }

  document.addEventListener("visibilitychange", () => {
    try {
      if (document.hidden && newest !== undefined) remember();
    } catch {
      // it keeps nothing, or there is no post yet
    }
  });

  function tell() {
    const [position = "", before, id, moment = ""] = since;
    const news = Number(count) - Number(before);
    if (!(news > 0 && position && position < newestPosition)) return;
    const [title, list, go, button, template] = /** @type {any} */ (box.children);
    title.textContent = words(news, position, moment);
    const draw = () => {
      const events = all("key_event").filter((event) => event.dataset.position > position);
      for (const line of list.children) line.innerHTML = events.shift()?.innerHTML ?? "";
    };
    draw();
    document.addEventListener("live:changed", draw);
    go.href = `${page}/posts/${id}`;
    document.addEventListener("DOMContentLoaded", () => {
      const post = document.getElementById(`post-${id}`);
      post?.[order === "oldest" ? "after" : "before"](template.content);
      if (post) go.href = "#left-off";
    });
    button.onclick = () => {
      since = [];
      box.remove();
      all("post")[0].querySelector("h3").focus({ preventScroll: true });
    };
    box.hidden = false;
  }

  /** What was corrected is counted where all that is new is here. @param {number} news @param {string} position @param {string} moment */
  function words(news, position, moment) {
    const wrong = news < Number(shown) ? corrected.split(" ").filter((one) => one > position).length : 0;
    const said = (news > 1 ? textMany : textOne) + (wrong ? textCorrected : "");
    return said.replace("{count}", `${news}`).replace("{time}", moment).replace("{}", `${wrong}`);
  }

  function remember() {
    const posts = all("post");
    const last = posts.reduce((one, other) => (one.dataset.position > other.dataset.position ? one : other));
    const seen = Number(count) + posts.filter((post) => post.dataset.position > newestPosition).length;
    localStorage[NAME + page] = [time(), last.dataset.position, seen, last.dataset.id, last.querySelector("time").textContent, ...since].join("|");
  }

  /** In the newsroom. */
  function time() {
    return Date.parse(now) + performance.now() * Number(rate);
  }

  /** @param {string} kind @returns {any[]} */
  function all(kind) {
    return [...live.querySelectorAll(`[data-kind="${kind}"]`)];
  }
}
