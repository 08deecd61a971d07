/** How a reader's program fares, as it is shown. */
import type { FaultView } from "generated/client";
import type { Stream } from "./messages";

/** `showing`: the program has ended, and the conversation catches up with it. */
export type Phase = "idle" | "starting" | "running" | "showing";

/** A stretch of what was printed. */
export interface Printed {
  readonly stream: Stream;
  readonly text: string;
}

/** A program to begin with. */
export interface Program {
  readonly id: string;
  readonly title: string;
  readonly code: string;
  /** The ready-made rule that it needs; empty: none. */
  readonly rule: string;
}

export interface ClientState {
  readonly phase: Phase;
  readonly printed: readonly Printed[];
  /** What is to be said of the run, or of where the code came from. */
  readonly told: readonly string[];
  readonly fault: FaultView | null;
}

/** What is shown of a client. */
export interface ClientView {
  readonly fares: ClientState;
  readonly code: string;
  readonly programs: readonly Program[];
}

export const IDLE: ClientState = { phase: "idle", printed: [], told: [], fault: null };
