// @ts-check
/** Asking the newsroom: JSON there, JSON back, and every failure as one kind of error. */

import { sentence } from "./sentences.js";

const PATIENCE = 15_000; // milliseconds

/**
 * @typedef {{body?: unknown, revision?: number | null, signal?: AbortSignal | undefined, keepalive?: boolean}} More
 *   `revision` is the one that was seen; `keepalive`: it goes on when the page is left
 */

/** What the newsroom said no to; status 0 where it could not be reached at all. */
export class Refusal extends Error {
  /**
   * @param {number} status @param {{detail?: string, code?: string, field?: string}} [problem]
   * @param {string | null} [wait] how many seconds to wait before the next try
   */
  constructor(status, problem = {}, wait = null) {
    super(problem.detail ?? "");
    this.status = status;
    this.code = problem.code ?? "";
    this.field = problem.field ?? "";
    this.seconds = Number(wait) || 0;
  }

  /** Whether it may have been done all the same: nobody answered, or nobody sensible. */
  get isOpen() {
    return this.status === 0 || this.status >= 500;
  }

  /** Whether nobody sensible answered. */
  get isUnreached() {
    return this.isOpen && this.code !== "disk-full";
  }

  /** Whether the same thing may well go through in a moment. */
  get isPassing() {
    return this.isOpen || this.status === 429;
  }

  /** Whether another person has signed in in this browser since the page was drawn. */
  get isOfAnother() {
    return this.code === "somebody-else";
  }

  /** What happened, in a sentence. */
  get sentence() {
    if (this.isUnreached) return sentence("unreachable");
    return this.status === 401 && !this.isOfAnother ? sentence("signed-out") : this.message;
  }
}

/**
 * @param {"GET" | "PUT" | "POST" | "DELETE"} method
 * @param {string} url
 * @param {More} [more]
 * @returns {Promise<any>}
 */
export async function ask(method, url, { body, revision, signal, ...going } = {}) {
  const headers = new Headers({ Accept: "application/json" });
  if (revision) headers.set("If-Match", `"${revision}"`);
  /** @type {RequestInit} */
  const request = { ...going, method, headers, signal: patience(signal) };
  if (body !== undefined) {
    headers.set("Content-Type", "application/json");
    request.body = JSON.stringify(body);
  }
  const answer = await reached(url, request);
  const said = await answer.json().catch(() => null);
  if (answer.ok && said !== null) return said;
  throw new Refusal(answer.ok ? 502 : answer.status, said ?? {}, answer.headers.get("Retry-After"));
}

/** Fetch, and say whose page asks. @param {string} url @param {RequestInit} [request] */
export function reach(url, { headers, ...request } = {}) {
  const all = new Headers(headers);
  all.set(...whose());
  return fetch(url, { ...request, headers: all });
}

/**
 * The header that says whose page this is: nothing is done in the name of whoever has signed in
 * in another tab since.
 * @returns {[string, string]}
 */
export function whose() {
  const desk = /** @type {HTMLElement | null} */ (document.querySelector("coverage-desk, dossier-desk"));
  return ["Depesche-Person", desk?.dataset.person ?? ""];
}

/** @param {AbortSignal} [signal] */
function patience(signal) {
  const limit = AbortSignal.timeout(PATIENCE);
  return signal ? AbortSignal.any([limit, signal]) : limit;
}

/** @param {string} url @param {RequestInit} request */
async function reached(url, request) {
  try {
    return await reach(url, request);
  } catch {
    throw new Refusal(0);
  }
}
