/** What page and worker say to each other. Every call has an id, and is answered or fails. */
import type {
  Catalogue,
  Detail,
  Eml,
  Mailbox,
  MessageView,
  OctetsView,
  RawSent,
  Shared,
  SideBySide,
  Update,
} from "generated/bubbles";
import type { ClientServer, FaultView } from "generated/client";
import type {
  LessonCheck,
  LessonFile,
  PackFile,
  PackView,
  Recording,
  Results,
  ResultsView,
} from "generated/desk";
import type { ExportedFile, ImportedLog } from "generated/transcripts";

/** How Python starts: from a snapshot of its memory, or plainly, from its library. */
export type Way = "snapshot" | "plain";

/** Of what is kept of lessons, the page needs the text alone. */
export interface ProgressText {
  readonly text: string;
}

/** What the Bridge offers, as seen from the page. */
export interface Calls {
  catalogue: (language: string) => Catalogue;
  open: (session: string, persona: string, language: string) => Update;
  perform: (session: string, reply: string, language: string) => Update;
  next: (session: string) => Update;
  leave: (session: string) => Update;
  say: (session: string, text: string, doubleDots: boolean) => Update;
  finish: (session: string, text: string, doubleDots: boolean) => Update;
  send_raw: (session: string, text: string) => RawSent;
  octets: (session: string, bubble: number) => OctetsView;
  clear: (session: string) => Update;
  forget: (session: string) => null;
  go_back: (session: string, bubble: number) => Update;
  go_to: (session: string, branch: number) => Update;
  undo: (session: string) => Update;
  redo: (session: string) => Update;
  branches: (session: string) => Update;
  share: (session: string, secrets: boolean) => Shared;
  replay: (session: string, text: string, language: string) => Update;
  translate: (session: string, language: string) => Update;
  set_rules: (session: string, toml: string) => Update;
  add_rule: (session: string, ready: string) => Update;
  put_rule: (session: string, place: number, form: string) => Update;
  turn_rule: (session: string, place: number, on: boolean) => Update;
  remove_rule: (session: string, place: number) => Update;
  make_it_so: (session: string, bubble: number, code: number) => Update;
  pass_time: (session: string, seconds: number) => Update;
  set_latency: (session: string, milliseconds: number) => Update;
  detail: (session: string, bubble: number) => Detail;
  side_by_side: (session: string, bubble: number) => SideBySide;
  mailbox: (session: string) => Mailbox;
  message: (session: string, number: number) => MessageView;
  eml: (session: string, number: number) => Eml;
  export: (session: string, form: string, secrets: boolean) => ExportedFile;
  begin_lesson: (session: string, lesson: string, language: string) => Update;
  translate_lesson: (session: string, lesson: string) => Update;
  again: (session: string) => Update;
  hint: (session: string) => Update;
  answer: (session: string, choice: number) => Update;
  show_solution: (session: string) => Update;
  leave_lesson: (session: string) => Update;
  keep_progress: (progress: string, session: string) => ProgressText;
  read_progress: (progress: string) => ProgressText;
  merge_progress: (kept: string, added: string) => ProgressText;
  lint_lesson: (lesson: string) => LessonCheck;
  recorded: (session: string) => Recording;
  write_lesson: (form: string) => LessonFile;
  read_pack: (pack: string) => PackView;
  write_pack: (form: string) => PackFile;
  write_results: (progress: string, name: string, pack: string, lessons: string) => Results;
  read_results: (text: string) => ResultsView;
  client_server: (session: string) => ClientServer;
  client_did: (session: string, acts: string) => Update;
  client_fault: (session: string, fault: string) => FaultView;
  import_log: (text: string, language: string) => ImportedLog;
}

/** From the snapshot Python is restored, plainly it is started. */
export type Step = "download" | "compile" | "restore" | "start" | "greet" | "ready";

export interface Progress {
  readonly step: Step;
  readonly loaded?: number;
  readonly total?: number;
  // Once it is ready:
  /** Octets of Python's memory. */
  readonly heap?: number;
  readonly way?: Way;
  /** Why the snapshot was of no use, if it was not. */
  readonly reason?: string;
}

export interface Call {
  readonly id: number;
  readonly method: keyof Calls;
  readonly arguments: readonly unknown[];
}

/** `result` is the JSON text that the Bridge gave. */
export type Answer =
  | { readonly id: number; readonly result: string }
  | { readonly id: number; readonly error: string }
  | { readonly progress: Progress }
  | { readonly failed: string };
