/** What the page and the thread of a reader's program say to each other. */
import type { FileName } from "../files";

/** One of Python's files. */
export interface Handed {
  readonly file: FileName;
  readonly octets: ArrayBuffer;
}

/** A program, and the server it speaks to, as the Bridge tells it. */
export interface Order {
  readonly code: string;
  readonly server: string;
}

/** What a program printed, and where to. */
export type Stream = "stdout" | "stderr";

/** `acts`: what it did on the line. `exit`: it ended itself. `unshown`: characters beyond what is shown. */
export type Kind = Stream | "acts" | "tls" | "exit" | "unshown" | "fault";

export type News =
  | { readonly ready: true }
  | { readonly kind: Kind; readonly text: string }
  | { readonly done: true }
  | { readonly failed: string };
