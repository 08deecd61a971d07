/** What a reader is shown of the start: how it goes, or why it does not. */
import { type Failure, patience } from "./link";
import type { Progress, Way } from "./messages";
import type { Words } from "./words";

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

/** progressView tells how far Python's start has come. */
export function progressView({ step, loaded = 0, total = 0 }: Progress, words: Words): BootView {
  const megabytes = (octets: number) => Math.round(octets / 1e5) / 10;
  const text = total
    ? words("loading.download-part", { loaded: megabytes(loaded), total: megabytes(total) })
    : words(`loading.${step}`);
  return { text, share: total ? loaded / total : null, trouble: null };
}

/** troubleView tells why it ended. */
export function troubleView(failure: Failure, words: Words): BootView {
  const { reason, detail, lost, step, way } = failure;
  const facts = { seconds: patience(step), step: words(`loading.${step}`) };
  const account = reason === "told" ? "" : words(`failure.${reason}`, facts);
  const told = [account, detail].filter(Boolean).join(": ");
  return { text: "", share: null, trouble: { lost, reason: told, way } };
}
