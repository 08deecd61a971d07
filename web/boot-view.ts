/** What a reader is shown of the start: how it goes, or why it does not. */
import type { Way } from "./messages";

export interface BootView {
  readonly text: string;
  /** How much is done, between 0 and 1; null while it cannot be told. */
  readonly share: number | null;
  readonly trouble: Trouble | null;
}

/** A failure, in the reader's words. */
export interface Trouble {
  /** Whether there was a conversation, which has ended by it. */
  readonly lost: boolean;
  readonly reason: string;
  /** The way that failed. From the snapshot failed, the plain way may do: it needs less to go well. */
  readonly way: Way;
}
