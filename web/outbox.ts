/** What waits to be sent, in the order it was written. A long paste leaves in slices, so that the page stays alive. */

/** Lines a call carries at most. */
export const SLICE = 64;

/** One Enter: lines as they were written, and how to send them. */
export interface Job {
  readonly lines: readonly string[];
  readonly doubleDots: boolean;
  /** Whether the message ends with these lines. */
  readonly ends: boolean;
  /** When Enter was pressed. */
  readonly since: number;
}

/** What one call carries. */
export interface Slice {
  readonly text: string;
  readonly doubleDots: boolean;
  readonly ends: boolean;
  readonly since: number;
  /** Lines of this job sent before, and in all. */
  readonly done: number;
  readonly total: number;
}

export class Outbox {
  readonly #jobs: Job[] = [];
  #sent = 0;

  add(job: Job): void {
    this.#jobs.push(job);
  }

  /** next takes the next slice, or returns undefined when all is sent. */
  next(): Slice | undefined {
    const job = this.#jobs[0];
    if (!job) return undefined;
    const { lines, doubleDots } = job;
    const done = this.#sent;
    const end = Math.min(done + SLICE, lines.length);
    const isLast = end === lines.length;
    const text = lines.slice(done, end).join("\n");
    this.#sent = isLast ? 0 : end;
    if (isLast) this.#jobs.shift();
    const since = done ? performance.now() : job.since;
    return { text, doubleDots, ends: isLast && job.ends, since, done, total: lines.length };
  }

  /** waiting returns the lines of every job that has not begun. */
  waiting(): readonly (readonly string[])[] {
    return this.#jobs.slice(this.#sent ? 1 : 0).map(({ lines }) => lines);
  }

  /** drop forgets all that was not sent, and returns how many lines that were. */
  drop(): number {
    const lines = this.#jobs.reduce((sum, job) => sum + job.lines.length, 0) - this.#sent;
    this.#jobs.length = 0;
    this.#sent = 0;
    return lines;
  }
}
