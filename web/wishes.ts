/** What elements ask for. Calls go down, these events go up; each has one name and one shape. */
import type { Way } from "./messages";
import type { Theme } from "./settings";
import type { Language } from "./words";

type Wishes = {
  /** Send lines; `ends` closes the message with them. */
  "smtp-say": { text: string; doubleDots: boolean; ends: boolean };
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
  /** Show the dialog that exports, or the one that imports. */
  "smtp-open": { dialog: "exports" | "imports" };
  /** Export what was said. */
  "smtp-export": { form: ExportForm; secrets: boolean };
  /** Read a log. */
  "smtp-import": { text: string };
  "smtp-dismiss": null;
  /** Take the newer version of the page now, or not now. */
  "smtp-reload": null;
  "smtp-later": null;
};

export type Tab = "explain" | "state" | "envelope";

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
