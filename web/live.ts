/**
 * The console behind an embed, in a page of somebody else's: one script and one Python, however many embeds there are.
 * What elements wish stays within; the page around hears of replies, messages and lessons.
 */
import type { Bubble, SessionView, Update } from "generated/bubbles";
import { isElsewhere } from "./address";
import { compareIn } from "./comparing";
import { Conversation, type Witness } from "./conversation";
import { define, defineParts } from "./define";
import { SmtpPlayground } from "./elements/smtp-playground";
import type { Beginning, Live, LiveEvents, LiveReply } from "./embed/coming-alive";
import type { Options } from "./embed/options";
import { Link } from "./link";
import { workerFrom } from "./other-origin";
import { dataIsIn } from "./parts";
import { pathOf } from "./reference/paths";
import { openTranscripts } from "./transcripts";
import { WISHES, wish } from "./wishes";

declare const WORKER: string;

/** Beside the tag of the embed, which is another. */
class SmtpConsole extends SmtpPlayground {}

let link: Link | null = null;
let consoles = 0;

/** enliven puts a console in the place of what a shadow root shows. */
export async function enliven(
  root: ShadowRoot,
  host: HTMLElement,
  options: Options,
  beginning: Beginning,
  base: URL,
): Promise<Live> {
  defineParts();
  define("smtp-console", SmtpConsole);
  link ??= first(base);
  const embedded = new Embedded(host, options, beginning, link, base);
  root.replaceChildren(embedded.view);
  embedded.join();
  return embedded;
}

function first(base: URL): Link {
  isElsewhere(base);
  dataIsIn(base);
  return new Link(workerFrom(new URL(WORKER, base)));
}

class Embedded implements Live, Witness {
  readonly view = document.createElement("smtp-console") as SmtpConsole;
  readonly #host: HTMLElement;
  readonly #conversation: Conversation;
  readonly #link: Link;
  readonly #id = `embed-${++consoles}`;
  readonly #beginning: Beginning;
  #options: Options;
  #replies: LiveReply[] = [];
  #session: SessionView | null = null;
  #isReady: () => void = () => {};
  readonly #ready = new Promise<void>((resolve) => {
    this.#isReady = resolve;
  });

  constructor(host: HTMLElement, options: Options, beginning: Beginning, link: Link, base: URL) {
    this.#host = host;
    this.#options = options;
    this.#beginning = beginning;
    this.#link = link;
    const { view } = this;
    view.embedded = true;
    view.setAttribute("part", "console");
    this.#dress();
    view.persona = options.persona;
    compareIn(view, link, this.#id);
    openTranscripts(view, link, this.#id);
    view.addEventListener("smtp-entry", ({ detail }) => openEntry(detail.address, view, base));
    this.#conversation = new Conversation(view, link, this.#id, this);
    if (options.lesson) this.#conversation.lessons.want(options.lesson);
    for (const name of WISHES) view.addEventListener(name, (event) => event.stopPropagation());
  }

  /** join begins where Python is there already, or being started. */
  join(): void {
    if (this.#link.isReady) this.#conversation.ready({ step: "ready" });
    else if (!this.#link.isStarting) this.#link.start(this.#link.way);
  }

  // What the conversation tells.

  heard(update: Update): void {
    const before = this.#session;
    this.#session = update.session;
    if (update.kept !== null) return; // said before
    for (const bubble of update.bubbles) if (bubble.speaker === "server") this.#reply(bubble);
    const { newest } = update.session.envelope;
    if (newest > (before?.envelope.newest ?? 0)) void this.#tellMessage(newest);
    const { lesson } = update.session;
    if (lesson?.done && !before?.lesson?.done)
      this.#tell("smtp-lesson-done", { lesson: lesson.id });
  }

  began(): void {
    void this.#begin();
  }

  async #begin(): Promise<void> {
    const { company } = this.#conversation;
    for (const rule of this.#options.rules)
      await company.attempt(async () => {
        company.apply(await this.#link.call("add_rule", this.#id, rule));
      });
    if (!this.#options.lesson) await this.#play(this.#beginning.lines, this.#beginning.byHand);
    this.#isReady();
  }

  #reply({ lines, reply: name, code }: Bubble): void {
    const texts = lines.map((parts) => parts.map(({ text }) => text).join(""));
    const enhanced = lines[0]?.find((part) => part.name === "enhanced-code")?.text ?? "";
    const reply = { code, enhanced, name, lines: texts };
    this.#replies.push(reply);
    this.#tell("smtp-reply", reply);
  }

  async #tellMessage(number: number): Promise<void> {
    const { messages } = await this.#link.call("mailbox", this.#id);
    const message = messages.find((row) => row.number === number);
    if (!message) return;
    const { reverse_path: reversePath, recipients, subject, size } = message;
    this.#tell("smtp-message", { number, reversePath, recipients, subject, size });
  }

  #tell<Name extends keyof LiveEvents>(name: Name, detail: LiveEvents[Name]): void {
    this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  // What the page around asks for.

  async send(text: string): Promise<LiveReply[]> {
    await this.#ready;
    this.#replies = [];
    await this.#conversation.say(text.replace(/\r\n?/g, "\n").replace(/\n$/, ""));
    return this.#replies.splice(0);
  }

  async reset(): Promise<void> {
    await this.#ready;
    const { company } = this.#conversation;
    const { view } = this;
    await company.attempt(async () => {
      company.hush();
      await this.#link.call("clear", this.#id);
      view.transcript.clear();
      company.apply(await this.#link.call("open", this.#id, view.persona, view.language));
    });
  }

  async play(lines: readonly string[]): Promise<void> {
    await this.#ready;
    await this.#play(lines, false);
  }

  async #play(lines: readonly string[], byHand: boolean): Promise<void> {
    if (lines.length) await this.#conversation.play(lines, !byHand);
    else if (byHand) this.view.focusPrompt();
  }

  change(attribute: string, options: Options): void {
    this.#options = options;
    this.#dress();
    if (attribute === "lang") this.#conversation.speak(options.language);
    if (attribute === "persona") wish(this.view, "smtp-connect", { persona: options.persona });
    if (attribute === "lesson") this.#conversation.lessons.want(options.lesson || null);
  }

  close(): void {
    this.#conversation.close();
  }

  #dress(): void {
    this.view.language = this.#options.language;
    this.view.toggleAttribute("readonly", this.#options.readonly);
  }
}

/** The reference is where the playground is: it opens beside the page, which stays. */
function openEntry(address: string, { language }: SmtpPlayground, base: URL): void {
  const { href } = new URL(`${language}/${pathOf(address)}`, base);
  window.open(href, "_blank", "noopener");
}
