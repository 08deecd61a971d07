/**
 * The only door to the worker. Every call has an id and is answered or fails; calls made before
 * Python is there wait. A worker that stops giving signs of life is let go, with a reason, and
 * `start` makes a new one.
 */
import type { Answer, Call, Calls, Progress, Step, Way } from "./messages";
import { type Make, made, NO_WORKER, type Started } from "./start";

/** Why the worker was given up. `detail` is its own account, if it left one. */
export interface Failure {
  readonly reason: "told" | "stalled" | "silent" | "died";
  readonly detail: string;
  /** Whether it had been ready before: then its sessions are gone. */
  readonly lost: boolean;
  /** What it was doing. */
  readonly step: Step;
  /** Which way it was starting. */
  readonly way: Way;
}

export interface LinkListener {
  progressed(progress: Progress): void;
  /** `progress` has what was told with the last step. */
  ready(progress: Progress): void;
  failed(failure: Failure): void;
}

/** A call that ended with its worker. */
export class LinkLost extends Error {}

/** Seconds without a sign of life, loading or answering, after which the worker counts as hung. */
const PATIENCE = 30;
/** Before it greets, it reads all of Python and the words, and can say nothing meanwhile. */
const PATIENCE_FOR_GREETING = 120;

/** patience tells those seconds at a step; all that is answered later is at the last. */
export function patience(step: Step): number {
  return step === "greet" ? PATIENCE_FOR_GREETING : PATIENCE;
}

type Resolve = (result: unknown) => void;

interface Pending {
  readonly call: Call;
  readonly resolve: Resolve;
  readonly reject: (error: Error) => void;
}

export class Link {
  readonly #makeWorker: Make;
  readonly #listeners = new Set<LinkListener>();
  readonly #waiting: Pending[] = [];
  readonly #asked = new Map<number, Pending>();
  #worker: Worker | null = null;
  #state: "idle" | "loading" | "ready" = "idle";
  #step: Step = "download";
  #way: Way = "snapshot";
  #watch = 0;
  /** Whether the last worker could not start with the files it had. */
  #doubts = false;
  #nextId = 1;

  constructor(makeWorker: Make) {
    this.#makeWorker = makeWorker;
  }

  /** listen tells a conversation how the worker fares. */
  listen(listener: LinkListener): void {
    this.#listeners.add(listener);
  }

  /** forget tells a conversation no more. */
  forget(listener: LinkListener): void {
    this.#listeners.delete(listener);
  }

  /** Whether Python is there. */
  get isReady(): boolean {
    return this.#state === "ready";
  }

  get isStarting(): boolean {
    return this.#state === "loading";
  }

  /** start makes a worker, in place of the one before. */
  start(way: Way): void {
    const told: Answer[] = [];
    this.adopt({ worker: made(this.#makeWorker, way, this.#doubts, told), way, told });
  }

  /** adopt takes a worker that was started before, with what it has told so far. */
  adopt({ worker, way, told }: Omit<Started, "make">): void {
    this.#letGo("");
    this.#state = "loading";
    this.#step = "download";
    this.#way = way;
    this.#worker = worker;
    // What a worker says that was let go meanwhile is of no interest.
    const ifCurrent = (act: () => void) => this.#worker === worker && act();
    worker.addEventListener("message", ({ data }) => ifCurrent(() => this.#hear(data)));
    worker.addEventListener("error", ({ message }) =>
      ifCurrent(() => this.#fail("died", message || NO_WORKER)),
    );
    worker.addEventListener("messageerror", () => ifCurrent(() => this.#fail("died", "")));
    this.#waitForSign();
    for (const answer of told) ifCurrent(() => this.#hear(answer));
  }

  /** The way Python started, or is starting. */
  get way(): Way {
    return this.#way;
  }

  /** call asks the Bridge; the promise fails if the Bridge refuses or the worker is lost. */
  call<Method extends keyof Calls>(
    method: Method,
    ...parameters: Parameters<Calls[Method]>
  ): Promise<ReturnType<Calls[Method]>> {
    const call = { id: this.#nextId++, method, arguments: parameters };
    return new Promise((resolve, reject) => {
      const pending = { call, resolve: resolve as Resolve, reject };
      if (this.#state === "ready") this.#ask(pending);
      else this.#waiting.push(pending);
    });
  }

  #ask(pending: Pending): void {
    this.#asked.set(pending.call.id, pending);
    this.#worker?.postMessage(pending.call);
    if (this.#asked.size === 1) this.#waitForSign();
  }

  #hear(answer: Answer): void {
    if ("failed" in answer) this.#fail("told", answer.failed);
    else if ("progress" in answer) this.#progress(answer.progress);
    else this.#settle(answer);
    this.#waitForSign();
  }

  #progress(progress: Progress): void {
    if (this.#state === "ready") return; // a download that was given up still comes in
    this.#step = progress.step;
    for (const listener of this.#listeners) listener.progressed(progress);
    if (progress.step === "ready") this.#becomeReady(progress);
  }

  #becomeReady(progress: Progress): void {
    this.#state = "ready";
    this.#way = progress.way ?? this.#way;
    for (const pending of this.#waiting.splice(0)) this.#ask(pending);
    for (const listener of this.#listeners) listener.ready(progress);
  }

  #settle(answer: { id: number } & ({ result: string } | { error: string })): void {
    const pending = this.#asked.get(answer.id);
    this.#asked.delete(answer.id);
    if ("error" in answer) pending?.reject(new Error(answer.error));
    else pending?.resolve(JSON.parse(answer.result));
  }

  #waitForSign(): void {
    clearTimeout(this.#watch);
    const loading = this.#state === "loading";
    if (!loading && !this.#asked.size) return;
    const giveUp = () => this.#fail(loading ? "stalled" : "silent", "");
    this.#watch = window.setTimeout(giveUp, patience(this.#step) * 1e3);
  }

  #fail(reason: Failure["reason"], detail: string): void {
    if (!this.#worker) return;
    const lost = this.#state === "ready";
    this.#doubts = reason === "told" && !lost;
    const failure = { reason, detail, lost, step: this.#step, way: this.#way };
    this.#letGo(detail);
    for (const listener of this.#listeners) listener.failed(failure);
  }

  #letGo(detail: string): void {
    clearTimeout(this.#watch);
    this.#worker?.terminate?.();
    this.#worker = null;
    this.#state = "idle";
    for (const { reject } of this.#asked.values()) reject(new LinkLost(detail));
    this.#asked.clear();
  }
}
