/** The door between an embed and the console behind it, which is fetched when it is first wanted. */
import { base } from "./base";
import type { Options } from "./options";

/** A reply, as a page's own script is told of it. */
export interface LiveReply {
  /** Three digits. */
  readonly code: string;
  /** `2.1.0`; empty: the server gave none. */
  readonly enhanced: string;
  /** What the reference calls it: `start-mail-input`. */
  readonly name: string;
  /** The lines as they came, each with its code. */
  readonly lines: readonly string[];
}

/** A message that the server has accepted. */
export interface LiveMessage {
  /** Counted from 1 within the session. */
  readonly number: number;
  readonly reversePath: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  /** Octets. */
  readonly size: number;
}

/** A lesson whose last step is done. */
export interface LiveLesson {
  readonly lesson: string;
}

export interface LiveEvents {
  "smtp-reply": LiveReply;
  "smtp-message": LiveMessage;
  "smtp-lesson-done": LiveLesson;
}

/** A console that is alive in an embed. */
export interface Live {
  send(text: string): Promise<LiveReply[]>;
  reset(): Promise<void>;
  play(lines: readonly string[]): Promise<void>;
  change(attribute: string, options: Options): void;
  close(): void;
}

export interface Beginning {
  /** What the client says first. */
  readonly lines: readonly string[];
  /** Whether the reader has asked for it, and so may be given the prompt. */
  readonly byHand: boolean;
}

/** What the script of the console offers. */
export interface ConsoleScript {
  readonly enliven: (
    root: ShadowRoot,
    host: HTMLElement,
    options: Options,
    beginning: Beginning,
    base: URL,
  ) => Promise<Live>;
}

/** Where the script of the console lies; it has another name with each build. */
declare const CONSOLE: string;

/** liveIn puts a console in the place of what is printed in a shadow root. It fails if it cannot be fetched. */
export async function liveIn(
  root: ShadowRoot,
  host: HTMLElement,
  options: Options,
  beginning: Beginning,
): Promise<Live> {
  const address = new URL(CONSOLE, base).href;
  const { enliven }: ConsoleScript = await import(address);
  return enliven(root, host, options, beginning, base);
}
