/** What elements ask for. Calls go down, these events go up; each has one name and one shape. */
import type { RawMistake, RuleForm } from "generated/bubbles";
import type { DeskWish } from "./desk/wish";
import type { Way } from "./messages";
import type { Theme } from "./settings";
import type { Language } from "./words";

type Wishes = {
  /** Send lines; `ends` closes the message with them. */
  "smtp-say": { text: string; doubleDots: boolean; ends: boolean };
  /** Send exactly these octets, written with escapes; `settle` learns what is wrong with them, or null. */
  "smtp-raw": { text: string; settle: (mistake: RawMistake | null) => void };
  /** Write octets instead of lines, or lines again. */
  "smtp-raw-mode": { on: boolean };
  /** Show the octets of a bubble; of 0, those of the conversation. */
  "smtp-octets": { bubble: number };
  /** Put a line into the prompt and select a stretch of it. */
  "smtp-fill": { line: string; from: number; to: number };
  /** Say these lines, one after the other, to a server to which nothing was said before. */
  "smtp-play": { lines: readonly string[] };
  /** Of what is being performed: the next step, all that is left, the whole once more, or no more of it. */
  "smtp-perform": { what: "next" | "rest" | "again" | "nothing" };
  /** Go where a link of the words leads: `detail/<section>`, an entry of the reference. */
  "smtp-follow": { target: string; bubble: number };
  /** Show all there is to say about a bubble. */
  "smtp-select": { bubble: number };
  "smtp-connect": { persona: string };
  /** Show what the server of this note would have said to the lines before it. */
  "smtp-compare": { bubble: number };
  "smtp-clear": null;
  "smtp-stop": null;
  "smtp-retry": { readonly way: Way };
  "smtp-leave": null;
  "smtp-language": { language: Language };
  "smtp-theme": { theme: Theme };
  /** The panel came into view, or shows another tab. */
  "smtp-panel": { tab: Tab };
  /** Show an accepted message. */
  "smtp-message": { number: number };
  /** Show the list of them again. */
  "smtp-mailbox": null;
  /** Keep one as a file. */
  "smtp-save": { number: number };
  /** Show an entry of the reference, by its address. */
  "smtp-entry": { address: string };
  "smtp-entry-closed": null;
  /** Show the lessons, or the one that goes on. */
  "smtp-lessons": null;
  /** Begin a lesson, or do something in the one that goes on. */
  "smtp-lesson": LessonWish;
  /** Keep what was learned as a file, or take such a file in. */
  "smtp-progress": ProgressWish;
  /** Open a class pack, leave it, or hand in what was done of it. */
  "smtp-pack": PackWish;
  /** Something at the teacher's desk. */
  "smtp-desk": DeskWish;
  "smtp-desk-closed": null;
  /** Change what the server does instead. */
  "smtp-rule": RuleWish;
  /** Let a reply have another code. */
  "smtp-make": { bubble: number; code: string };
  /** Let time pass on the conversation's clock. */
  "smtp-time": { seconds: number };
  "smtp-latency": { milliseconds: number };
  /** Return to where a bubble had been said and answered. */
  "smtp-go-back": { bubble: number };
  /** Return to where a branch was left. */
  "smtp-go-to": { branch: number };
  "smtp-undo": null;
  "smtp-redo": null;
  /** Make a link to the conversation, with or without what must not be told to everyone. */
  "smtp-share": { secrets: boolean };
  /** Show the code that embeds what was said. */
  "smtp-embed-code": null;
  /** Show the dialog that exports, or the one that imports. */
  "smtp-open": { dialog: "exports" | "imports" };
  /** Export what was said. */
  "smtp-export": { form: ExportForm; secrets: boolean };
  /** Read a log. */
  "smtp-import": { text: string };
  /** Something in the reader's own client. */
  "smtp-client": ClientWish;
  /** Show a program in it, and run nothing. */
  "smtp-program": { code: string };
  "smtp-dismiss": null;
  /** Take the newer version of the page now, or not now. */
  "smtp-reload": null;
  "smtp-later": null;
};

export const TABS = ["lesson", "explain", "state", "envelope", "bytes", "rules", "client"] as const;
export type Tab = (typeof TABS)[number];

/** `list` shows all lessons while one goes on, `back` that one again; a choice is counted from 0. */
export type LessonWish =
  | { readonly what: "begin"; readonly id: string }
  | { readonly what: "answer"; readonly choice: number }
  | { readonly what: "hint" | "solution" | "again" | "leave" | "list" | "back" };

export type ProgressWish =
  | { readonly what: "export" }
  | { readonly what: "import"; readonly file: File };

export type PackWish =
  | { readonly what: "open"; readonly file: File }
  | { readonly what: "leave" }
  | { readonly what: "hand-in" | "copy"; readonly name: string };

/** A place of -1 is behind the last rule. */
export type RuleWish =
  | { readonly what: "add"; readonly ready: string }
  | { readonly what: "put"; readonly place: number; readonly form: RuleForm }
  | { readonly what: "turn"; readonly place: number; readonly on: boolean }
  | { readonly what: "remove"; readonly place: number }
  | { readonly what: "write"; readonly toml: string };

/** A line of code is counted from 1; 0: none. */
export type ClientWish =
  | { readonly what: "run" | "stop" | "save" | "share" }
  | { readonly what: "write"; readonly code: string }
  | { readonly what: "begin"; readonly program: string }
  | { readonly what: "point" | "line"; readonly line: number };

/** What a conversation can be exported as, in the order in which it is offered. */
export const EXPORT_FORMS = [
  "text",
  "markdown",
  "json",
  "html",
  "swaks",
  "smtplib",
  "pytest",
] as const;
export type ExportForm = (typeof EXPORT_FORMS)[number];

/** Every name, for those who keep wishes within a console. */
export const WISHES = /* @__PURE__ */ Object.keys({
  "smtp-say": 0,
  "smtp-raw": 0,
  "smtp-raw-mode": 0,
  "smtp-octets": 0,
  "smtp-fill": 0,
  "smtp-play": 0,
  "smtp-perform": 0,
  "smtp-follow": 0,
  "smtp-select": 0,
  "smtp-connect": 0,
  "smtp-compare": 0,
  "smtp-clear": 0,
  "smtp-stop": 0,
  "smtp-retry": 0,
  "smtp-leave": 0,
  "smtp-language": 0,
  "smtp-theme": 0,
  "smtp-panel": 0,
  "smtp-message": 0,
  "smtp-mailbox": 0,
  "smtp-save": 0,
  "smtp-entry": 0,
  "smtp-entry-closed": 0,
  "smtp-lessons": 0,
  "smtp-lesson": 0,
  "smtp-progress": 0,
  "smtp-pack": 0,
  "smtp-desk": 0,
  "smtp-desk-closed": 0,
  "smtp-rule": 0,
  "smtp-make": 0,
  "smtp-time": 0,
  "smtp-latency": 0,
  "smtp-go-back": 0,
  "smtp-go-to": 0,
  "smtp-undo": 0,
  "smtp-redo": 0,
  "smtp-share": 0,
  "smtp-embed-code": 0,
  "smtp-open": 0,
  "smtp-export": 0,
  "smtp-import": 0,
  "smtp-client": 0,
  "smtp-program": 0,
  "smtp-dismiss": 0,
  "smtp-reload": 0,
  "smtp-later": 0,
} satisfies Record<keyof Wishes, 0>);

type WishEvents = { [Name in keyof Wishes]: CustomEvent<Wishes[Name]> };

declare global {
  interface HTMLElementEventMap extends WishEvents {}
}

/** wish sends an event up through every shadow root. */
export function wish<Name extends keyof Wishes>(
  from: EventTarget,
  name: Name,
  detail: Wishes[Name],
): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
