/**
 * What a learner has done, kept in the browser where it may be, and never sent anywhere. The Bridge writes and
 * reads it; here it only lies between two visits.
 */
import { type Link, LinkLost } from "./link";
import { keep } from "./save";

/** One lesson's best. */
export interface KeptLesson {
  readonly done: boolean;
  readonly tries: number;
  readonly hints: number;
  readonly lines: number;
  readonly round_trips: number;
  readonly seconds: number;
}

export interface Kept {
  readonly lessons: Readonly<Record<string, KeptLesson>>;
}

export const NOTHING_KEPT: Kept = { lessons: {} };

const PLACE = "smtp-playground:progress";
const EMPTY = JSON.stringify({ format: 1, kind: "smtp-playground-progress", lessons: {} });
const FILE = "smtp-playground-progress.json";
/** Octets of a file that are read: a thousand lessons take fewer. */
const READ_AT_MOST = 1_000_000;

export class Notebook {
  readonly #link: Link;
  /** What this page knows, where the browser keeps nothing or keeps what cannot be read. */
  #text = EMPTY;
  #isSealed = false;

  constructor(link: Link) {
    this.#link = link;
  }

  /** read returns what was kept before. What a newer page has kept fails, and stays as it is. */
  async read(): Promise<Kept> {
    try {
      return this.#take(await this.#link.call("read_progress", this.#kept));
    } catch (error) {
      this.#isSealed = !(error instanceof LinkLost) && this.#recall() !== null;
      throw error;
    }
  }

  /** keep adds what a session's lesson has come to. */
  async keep(session: string): Promise<Kept> {
    return this.#take(await this.#link.call("keep_progress", this.#kept, session));
  }

  /** add takes in what a file holds beside what is kept; of both, the better stays. */
  async add(file: File): Promise<Kept | null> {
    if (file.size > READ_AT_MOST) return null;
    return this.#take(await this.#link.call("merge_progress", this.#kept, await file.text()));
  }

  /** What is kept, as the Bridge reads it. */
  get text(): string {
    return this.#kept;
  }

  /** save hands it to the reader as a file. */
  save(): void {
    keep(FILE, new Blob([this.#kept], { type: "application/json" }));
  }

  #take({ text }: { readonly text: string }): Kept {
    this.#text = text;
    try {
      if (!this.#isSealed) localStorage.setItem(PLACE, text);
    } catch {
      // A browser may refuse to store: then it lasts as long as the page.
    }
    return JSON.parse(text) as Kept;
  }

  /** Another tab may have added to it meanwhile. */
  get #kept(): string {
    return this.#isSealed ? this.#text : (this.#recall() ?? this.#text);
  }

  #recall(): string | null {
    try {
      return localStorage.getItem(PLACE);
    } catch {
      return null;
    }
  }
}
