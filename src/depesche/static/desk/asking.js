// @ts-check
/** Asking the newsroom: JSON there, JSON back, and every failure as one kind of error. */

import { sentence } from "./sentences.js";

const PATIENCE = 15_000; // milliseconds

/** What the newsroom said no to; status 0 where it could not be reached at all. */
export class Refusal extends Error {
  /** @param {number} status @param {{detail?: string, code?: string, field?: string}} [problem] */
  constructor(status, problem = {}) {
    super(problem.detail ?? "");
    this.status = status;
    this.code = problem.code ?? "";
    this.field = problem.field ?? "";
  }

  /** Whether it may have been done all the same: nobody answered, or nobody sensible. */
  get isOpen() {
    return this.status === 0 || this.status >= 500;
  }

  /** What happened, in a sentence. */
  get sentence() {
    if (this.isOpen) return sentence("unreachable");
    return this.status === 401 ? sentence("signed-out") : this.message;
  }
}

/**
 * @param {"GET" | "PUT" | "POST" | "DELETE"} method
 * @param {string} url
 * @param {{body?: unknown, revision?: number | null}} [more] `revision` is the one that was seen
 * @returns {Promise<any>}
 */
export async function ask(method, url, { body, revision } = {}) {
  const headers = new Headers({ Accept: "application/json" });
  if (revision) headers.set("If-Match", `"${revision}"`);
  /** @type {RequestInit} */
  const request = { method, headers, signal: AbortSignal.timeout(PATIENCE) };
  if (body !== undefined) {
    headers.set("Content-Type", "application/json");
    request.body = JSON.stringify(body);
  }
  const answer = await reached(url, request);
  const said = await answer.json().catch(() => null);
  if (!answer.ok || said === null) throw new Refusal(answer.ok ? 502 : answer.status, said ?? {});
  return said;
}

/** @param {string} url @param {RequestInit} request */
async function reached(url, request) {
  try {
    return await fetch(url, request);
  } catch {
    throw new Refusal(0);
  }
}
