/** Where branches leave a conversation, from one update to the next. */
import type { Fork } from "generated/bubbles";

export class Forks {
  #known: ReadonlyMap<number, Fork> = new Map();

  /** change takes what an update tells, and yields the bubbles whose fork is another one now, or gone. */
  *change(forks: readonly Fork[]): Iterable<readonly [number, Fork | null]> {
    const before = this.#known;
    this.#known = new Map(forks.map((fork) => [fork.after, fork]));
    for (const id of new Set([...before.keys(), ...this.#known.keys()])) {
      const fork = this.#known.get(id) ?? null;
      if (JSON.stringify(before.get(id) ?? null) !== JSON.stringify(fork)) yield [id, fork];
    }
  }
}
