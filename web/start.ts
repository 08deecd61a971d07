/**
 * Python's thread is the very first thing a page starts, before anything of it is drawn. What the worker tells
 * before the page listens is kept.
 */
import type { Answer, Way } from "./messages";

/** Makes a worker; `again` tells that one before could not start, maybe for a damaged file. */
export type Make = (way: Way, again: boolean) => Worker;

export interface Started {
  /** How another is made. */
  readonly make: Make;
  readonly worker: Worker;
  readonly way: Way;
  /** What it told so far. */
  readonly told: Answer[];
}

/** A script that is missing leaves a worker no words. */
export const NO_WORKER = "the worker's script could not be fetched or run";

declare global {
  var smtpStarted: Started | undefined;
}

/** wayAskedFor reads `?boot=plain` off the address. */
function wayAskedFor(): Way {
  return new URLSearchParams(location.search).get("boot") === "plain" ? "plain" : "snapshot";
}

/** isKept tells whether the files come from a service worker, which has the snapshot packed. */
export function isKept(): boolean {
  try {
    return Boolean(navigator.serviceWorker?.controller);
  } catch {
    return false; // forbidden
  }
}

/** startEarly starts a worker and keeps what it tells. */
export function startEarly(make: Make): Started {
  const way = wayAskedFor();
  const told: Answer[] = [];
  const worker = made(make, way, false, told);
  worker.onmessage = ({ data }) => told.push(data);
  worker.onerror = ({ message }) => told.push({ failed: message || NO_WORKER });
  const started = { make, worker, way, told };
  globalThis.smtpStarted = started;
  return started;
}

/** made makes a worker, or one that does nothing where the page may have none: it tells why. */
export function made(make: Make, way: Way, again: boolean, told: Answer[]): Worker {
  try {
    return make(way, again);
  } catch (error) {
    told.push({ failed: String(error) });
    return new EventTarget() as Worker;
  }
}

/** takeStarted hands the early worker over. */
export function takeStarted(): Started {
  const started = globalThis.smtpStarted;
  if (!started) throw new Error("the page's first script has not run");
  started.worker.onmessage = null;
  started.worker.onerror = null;
  return started;
}
