// Judges answers by the rules of the HTTP Observatory, without asking anybody for anything.
// stdin: a list of {url, status, headers: [[name, value], …], body}. stdout: what it says of each.

import fs from "node:fs";

// The list of hosts that browsers know to want https; it would have to be fetched. We are not on it.
const readFileSync = fs.readFileSync;
fs.readFileSync = (path, ...more) =>
  String(path).endsWith("hsts-preload.json") ? "{}" : readFileSync(path, ...more);

const root = "@mdn/mdn-http-observatory/src";
const { ALL_TESTS } = await import(`${root}/constants.js`);
const { getGradeForScore, getScoreModifier } = await import(`${root}/grader/grader.js`);
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import(`${root}/grader/charts.js`);
const { HTML_TYPES, Requests } = await import(`${root}/types.js`);
const { parseHttpEquivHeaders } = await import(`${root}/retriever/utils.js`);
const { AxiosHeaders } = await import("axios");

const answers = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(answers.map(judge)));

function judge(answer) {
  const results = ALL_TESTS.map((test) => test(requests(answer)));
  const modifiers = results.map((result) => getScoreModifier(result.result));
  const uncurved = 100 + sum(modifiers.filter((modifier) => modifier < 0));
  const score = uncurved >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? 100 + sum(modifiers) : uncurved;
  return {
    url: answer.url,
    grade: getGradeForScore(score).grade,
    failed: results.filter((result) => !result.pass).map((result) => result.result),
  };
}

// What the scanner would have fetched from a proxy that leads http to https.
function requests({ url, status, headers, body }) {
  const asked = new Requests(new URL(url).hostname);
  const told = new AxiosHeaders();
  for (const [name, value] of headers) {
    const before = told.get(name);
    told.set(name, name.toLowerCase() === "set-cookie" ? [...(before ?? []), value] : value);
  }
  const isHtml = HTML_TYPES.has(String(told.get("content-type")).split(";")[0]);
  const response = { status, headers: told, data: body, verified: true, request: {}, config: {} };
  response.httpEquiv = isHtml ? parseHttpEquivHeaders(body, url) : new Map();
  Object.assign(asked.responses, { auto: response, https: response, http: response, cors: response });
  asked.responses.httpRedirects = [
    { url: new URL(url.replace("https:", "http:")), status: 301 },
    { url: new URL(url), status },
  ];
  asked.resources.path = body;
  asked.session = { url: new URL(url), jar: null };
  return asked;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
