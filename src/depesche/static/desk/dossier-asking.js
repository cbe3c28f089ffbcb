// @ts-check
/** Asking the newsroom for the panels of the dossier, and sending what is in them. */

import { reach, Refusal } from "./asking.js";

/**
 * What the newsroom says to a form, or to a link that leads to one.
 * @param {string} url @param {RequestInit} [request]
 * @returns {Promise<{panel?: string, said?: string, change?: any, isDone?: boolean}>}
 */
export async function answered(url, request = {}) {
  try {
    const answer = await reach(url, { ...request, headers: { Accept: "application/json" } });
    const told = await answer.json().catch(() => ({}));
    if (told.panel) return { panel: told.panel };
    if (answer.ok) return { ...told, isDone: true };
    return { said: new Refusal(answer.status, told).sentence };
  } catch {
    return { said: new Refusal(0).sentence };
  }
}
