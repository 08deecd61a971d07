/**
 * A console's travels: back to an earlier bubble, to a branch that was left, one step back, one step on. The
 * Bridge knows the ways; here it is told where they led, and which keys ask for them.
 */
import type { Update } from "generated/bubbles";
import type { SmtpPlayground } from "./elements/smtp-playground";
import { isComposing } from "./keys";
import type { Link } from "./link";
import { spoken } from "./spoken";
import type { Company } from "./stage";
import { wish } from "./wishes";
import type { Words } from "./words";

type Tell = (update: Update, words: Words) => string;

export class Travel {
  readonly #view: SmtpPlayground;
  readonly #company: Company;
  /** The field in which something was written by hand: its own undo comes first. */
  #written: EventTarget | null = null;

  constructor(view: SmtpPlayground, link: Link, id: string, company: Company) {
    this.#view = view;
    this.#company = company;
    view.addEventListener("smtp-go-back", ({ detail }) =>
      this.#goAndWrite(() => link.call("go_back", id, detail.bubble), wentBack),
    );
    view.addEventListener("smtp-go-to", ({ detail }) =>
      this.#goAndWrite(() => link.call("go_to", id, detail.branch), wentOver),
    );
    view.addEventListener("smtp-undo", () => this.#go(() => link.call("undo", id), tookBack));
    view.addEventListener("smtp-redo", () => this.#go(() => link.call("redo", id), saidAgain));
    view.addEventListener("input", (event) => {
      this.#written = event.composedPath()[0] ?? null;
    });
    view.addEventListener("smtp-say", () => {
      this.#written = null;
    });
    view.addEventListener("keydown", (event) => this.#keyed(event));
  }

  /** The button that was pressed may be gone with its bubble: what comes next is written. */
  #goAndWrite(ask: () => Promise<Update>, tell: Tell): void {
    void this.#company.attempt(async () => {
      await this.#move(ask, tell);
      await this.#company.goOnWriting();
    });
  }

  /** Who goes step by step will take another one: the focus stays. */
  #go(ask: () => Promise<Update>, tell: Tell): void {
    void this.#company.attempt(() => this.#move(ask, tell));
  }

  async #move(ask: () => Promise<Update>, tell: Tell): Promise<void> {
    const view = this.#view;
    if (!view.session) return;
    this.#company.hush();
    const update = await ask();
    this.#company.apply(update);
    view.say(update.kept === null ? view.words("travel.nothing") : tell(update, view.words));
  }

  #keyed(event: KeyboardEvent): void {
    const way = wayOf(event);
    if (!way || !this.#isFree(event)) return;
    event.preventDefault();
    wish(this.#view, `smtp-${way}`, null);
  }

  /** isFree tells whether no field and no window has a use of its own for the keys. */
  #isFree(event: KeyboardEvent): boolean {
    const [target] = event.composedPath();
    if (event.composedPath().some((node) => node instanceof HTMLDialogElement)) return false;
    if (target instanceof HTMLElement && target.isContentEditable) return false;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return true;
    return target.value === "" && target !== this.#written;
  }
}

function wayOf(event: KeyboardEvent): "undo" | "redo" | null {
  if (isComposing(event) || event.altKey || event.ctrlKey === event.metaKey) return null;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" && event.ctrlKey && !event.shiftKey ? "redo" : null;
}

function wentBack({ bubbles, travel }: Update, words: Words): string {
  const left = travel.forks.at(-1)?.branches.find(({ next }) => next);
  const kept = left ? words("travel.kept", { name: left.name }) : "";
  return `${words("travel.went-back")} ${spoken(bubbles)} ${kept}`.trim();
}

function wentOver({ bubbles }: Update, words: Words): string {
  return `${words("travel.went-over")} ${spoken(bubbles)}`;
}

function tookBack({ travel }: Update, words: Words): string {
  const left = travel.forks.at(-1)?.branches.find(({ next }) => next);
  return words("travel.took-back", { name: left?.name ?? "" });
}

function saidAgain({ bubbles }: Update, words: Words): string {
  return `${words("travel.said-again")} ${spoken(bubbles)}`;
}
