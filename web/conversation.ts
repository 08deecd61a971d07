/**
 * One console's conversation: what its reader wishes goes over the link, what the Bridge answers goes to
 * the view. What is sent leaves in order, one call after the other.
 */
import type { Bubble, Update } from "generated/bubbles";
import { progressView, troubleView } from "./boot-view";
import type { SmtpPlayground } from "./elements/smtp-playground";
import { Lessons } from "./lessons";
import { type Failure, type Link, type LinkListener, LinkLost } from "./link";
import { MailDesk } from "./mail-desk";
import type { Progress, Way } from "./messages";
import { octetDesk } from "./octet-desk";
import { Outbox, SLICE, type Slice } from "./outbox";
import { reasonOf } from "./reason";
import { recalled } from "./recall";
import { listenForRules } from "./rule-desk";
import { secretLines } from "./secrets";
import { Sharing } from "./sharing";
import { spoken } from "./spoken";
import { type Company, Stage } from "./stage";
import { Travel } from "./travel";
import { wish } from "./wishes";
import { counted, type Language } from "./words";

/** Milliseconds of quiet before the panel asks about the latest reply. */
const QUIET = 60;

/** Who else hears what a conversation comes to. */
export interface Witness {
  heard(update: Update): void;
  /** The server has greeted, and whatever was to be done first is done. */
  began(): void;
}

export class Conversation implements LinkListener {
  readonly stage: Stage;
  readonly sharing: Sharing;
  readonly lessons: Lessons;
  readonly company: Company;
  readonly #mail: MailDesk;
  readonly #view: SmtpPlayground;
  readonly #link: Link;
  readonly #id: string;
  readonly #outbox = new Outbox();
  readonly #witness: Witness | null;
  #connected = false;
  /** What is being sent, until all of it is answered. */
  #sending: Promise<void> | null = null;
  #latest = -1;
  #quiet = 0;

  constructor(view: SmtpPlayground, link: Link, id: string, witness: Witness | null = null) {
    this.#witness = witness;
    this.#view = view;
    this.#link = link;
    this.#id = id;
    const company: Company = {
      apply: (update) => this.#apply(update),
      attempt: (action) => this.#attempt(action),
      hush: () => this.#hush(),
      goOnWriting: () => this.#goOnWriting(),
    };
    this.company = company;
    this.stage = new Stage(view, link, id, company);
    listenForRules(view, link, id, company);
    octetDesk(view, link, id, company);
    this.sharing = new Sharing(view, link, id, company);
    this.lessons = new Lessons(view, link, id, company);
    this.#mail = new MailDesk(view, link, id, company);
    new Travel(view, link, id, company);
    this.#listen();
    link.listen(this);
    this.progressed({ step: "download" });
  }

  /** speak changes the language of the view and of all that was said. */
  speak(language: Language): void {
    this.#view.language = language;
    if (this.#connected) void this.#attempt(() => this.#translate());
  }

  // How the worker fares.

  progressed(progress: Progress): void {
    this.#view.boot = progressView(progress, this.#view.words);
    this.#view.state = "loading";
  }

  ready({ heap, way, reason }: Progress): void {
    performance.mark("smtp:runtime", { detail: { heap, way, reason } });
    this.#begin().catch((error) => {
      // A lost worker has been told already.
      if (!(error instanceof LinkLost))
        this.failed({
          reason: "told",
          detail: String(error),
          lost: false,
          step: "greet",
          way: this.#link.way,
        });
    });
  }

  failed(failure: Failure): void {
    if (failure.lost) this.#lose();
    this.#view.boot = troubleView(failure, this.#view.words);
    this.#view.state = "failed";
  }

  /** The sessions ended with their worker; what was said stays to be read. */
  #lose(): void {
    this.#connected = false;
    this.#outbox.drop();
    this.#showOutbox(null);
    this.#view.session = null;
    this.#view.detail = null;
    this.#mail.forget();
    this.#view.transcript.freeze();
    this.#latest = -1;
  }

  async #begin(): Promise<void> {
    const { language, persona } = this.#view;
    const catalogue = this.#link.call("catalogue", language);
    const opened = this.sharing.open(language, () =>
      this.lessons.open(() => this.stage.open(persona, language)),
    );
    await this.#view.updateComplete;
    this.#view.catalogue = await catalogue;
    this.#apply(await opened);
    performance.mark("smtp:greeting");
    this.#view.state = "ready";
    this.#connected = true;
    if (this.#view.language !== language) await this.#translate();
    await this.#attempt(() => this.stage.begin());
    await this.#attempt(() => this.lessons.begin());
    await this.#pump();
    this.#witness?.began();
  }

  /** say sends lines as if they were typed, and waits until all that was to be sent is answered. */
  async say(text: string): Promise<void> {
    this.#say({ text, doubleDots: false, ends: false });
    await this.#sending;
  }

  /** close lets go of the conversation, here and at the Bridge. */
  close(): void {
    this.#outbox.drop();
    this.#link.forget(this);
    if (this.#connected) this.#link.call("forget", this.#id).catch(() => {}); // gone with its worker
    this.#connected = false;
  }

  async #translate(): Promise<void> {
    const { language } = this.#view;
    const catalogue = this.#link.call("catalogue", language);
    await this.#attempt(() => this.lessons.translate());
    this.#show(await this.#link.call("translate", this.#id, language));
    this.#view.catalogue = await catalogue;
    if (this.#view.detail) await this.#explain(this.#view.detail.bubble);
    await this.#mail.readAgain();
  }

  // What the reader wishes.

  #listen(): void {
    const view = this.#view;
    view.addEventListener("smtp-say", ({ detail }) => this.#say(detail));
    view.addEventListener("smtp-play", ({ detail }) => void this.play(detail.lines));
    view.addEventListener("smtp-connect", ({ detail }) => this.#connect(detail.persona));
    view.addEventListener("smtp-clear", () => void this.#attempt(() => this.#clear()));
    view.addEventListener("smtp-stop", () => this.#stop());
    view.addEventListener("smtp-retry", ({ detail }) => this.#retry(detail.way));
    view.addEventListener("smtp-select", ({ detail }) => this.#select(detail.bubble, ""));
    view.addEventListener("smtp-follow", ({ detail }) => this.#followLink(detail));
    view.addEventListener("smtp-panel", () => this.#followPanel());
  }

  #say({ text, doubleDots, ends }: { text: string; doubleDots: boolean; ends: boolean }): void {
    const since = performance.now();
    const lines = text.split("\n");
    this.#outbox.add({ lines, doubleDots, ends, since });
    this.#remember(lines);
    this.#view.transcript.follow();
    void this.#attempt(() => this.#pump());
  }

  /** play says lines again, which the server answers that plays now; quietly: the focus stays where it is. */
  async play(lines: readonly string[], quietly = false): Promise<void> {
    if (!this.#connected) return;
    const jobs = lines.map((line) => ({ lines: [line], doubleDots: false, ends: false }));
    this.#view.transcript.follow();
    await this.#attempt(async () => {
      if (this.#wasSpokenTo) await this.#reconnect();
      for (const job of jobs) this.#outbox.add({ ...job, since: performance.now() });
      await this.#pump();
      if (!quietly) await this.#goOnWriting();
    });
  }

  get #wasSpokenTo(): boolean {
    const { session } = this.#view;
    const isNew = session?.mode === "command" && !session.round_trips && !session.scene;
    return this.#sending !== null || !isNew;
  }

  #remember(lines: readonly string[]): void {
    if ((this.#view.session?.mode ?? "command") !== "command") return;
    this.#view.recent = recalled(this.#view.recent, lines);
  }

  #connect(persona: string): void {
    if (persona) this.#view.persona = persona;
    if (!this.#connected) return;
    this.#view.transcript.follow();
    void this.#attempt(async () => {
      await this.#reconnect();
      await this.#goOnWriting();
    });
  }

  async #reconnect(): Promise<void> {
    this.#hush();
    const { persona, language } = this.#view;
    this.#apply(await this.#link.call("open", this.#id, persona, language));
  }

  #hush(): void {
    this.#outbox.drop();
    this.#view.forgetDraft();
    this.#view.notice = "";
  }

  async #clear(): Promise<void> {
    if (!this.#connected) return;
    const update = await this.#link.call("clear", this.#id);
    this.#view.transcript.clear();
    this.#view.detail = null;
    this.#latest = -1;
    this.#apply(update);
    await this.#goOnWriting();
  }

  /** The next key belongs to the prompt, not to the button that was pressed; a finger taps where it writes. */
  async #goOnWriting(): Promise<void> {
    await this.#view.updateComplete;
    if (!window.matchMedia("(pointer: coarse)").matches) this.#view.focusPrompt();
  }

  #stop(): void {
    this.#outbox.drop();
    this.#showOutbox(null);
  }

  #retry(way: Way): void {
    this.progressed({ step: "download" });
    this.#link.start(way);
    this.#view.focusPrompt();
  }

  #followLink({ target, bubble }: { target: string; bubble: number }): void {
    const [kind = "", name = ""] = target.split("/");
    if (kind === "detail") this.#select(bubble < 0 ? this.#latest : bubble, name);
    else if (name) wish(this.#view, "smtp-entry", { address: target });
    else this.#view.panel.open();
  }

  #select(bubble: number, section: string): void {
    void this.#attempt(async () => {
      await this.#explain(bubble);
      await this.#view.panel.explain(section);
    });
  }

  async #explain(bubble: number): Promise<void> {
    this.#view.detail = await this.#link.call("detail", this.#id, bubble);
    await this.#view.updateComplete;
  }

  // The panel asks for what is seen of it, and for nothing else.

  #followPanel(): void {
    this.#explainLatest();
    if (this.#view.panel.shows("envelope")) this.#mail.list();
  }

  /** The panel follows the conversation, once it has come to rest. */
  #explainLatest(): void {
    clearTimeout(this.#quiet);
    if (this.#latest < 0 || !this.#view.panel.shows("explain")) return;
    const bubble = this.#latest;
    this.#quiet = window.setTimeout(() => {
      this.#explain(bubble).catch(() => {}); // let go meanwhile; nobody has asked for it
    }, QUIET);
  }

  // Sending, one slice after the other.

  async #pump(): Promise<void> {
    if (this.#sending || !this.#connected) return this.#showOutbox(null);
    this.#sending = this.#sendAll().finally(() => {
      this.#sending = null;
      this.#showOutbox(null);
    });
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    for (let slice = this.#outbox.next(); slice; slice = this.#outbox.next()) {
      this.#showOutbox(slice);
      await this.#send(slice);
    }
  }

  async #send({ text, doubleDots, ends, since }: Slice): Promise<void> {
    const update = await this.#call(text, doubleDots, ends);
    this.#apply(update);
    // One measure a call: of a paste, one a slice.
    performance.measure("smtp:turn", { start: since });
    if (update.session.mode === "closed") this.#tellUnsent(this.#outbox.drop());
  }

  #call(text: string, doubleDots: boolean, ends: boolean): Promise<Update> {
    if (!ends) return this.#link.call("say", this.#id, text, doubleDots);
    const { session, words } = this.#view;
    if (session?.mode === "message") return this.#link.call("finish", this.#id, text, doubleDots);
    // A line before these has ended the message already: the mark goes out as any other line.
    return this.#link.call("say", this.#id, `${text}\n${words("message.end-mark")}`, false);
  }

  #tellUnsent(lines: number): void {
    if (!lines) return;
    const { words } = this.#view;
    this.#view.notice = counted(words, "sending.unsent-one", "sending.unsent-other", lines);
  }

  #showOutbox(slice: Slice | null): void {
    this.#view.queued = this.#outbox.waiting();
    const isLong = slice !== null && slice.total > SLICE;
    this.#view.sending = isLong ? { done: slice.done, total: slice.total } : null;
    if (!this.#connected && this.#view.queued.length) this.#sayQueued();
  }

  #sayQueued(): void {
    const { words, queued } = this.#view;
    const one = "conversation.queued-status-one";
    this.#view.say(counted(words, one, "conversation.queued-status-other", queued.length));
  }

  // What the Bridge answers.

  #apply(update: Update): void {
    this.#show(update);
    const last = update.bubbles.findLast(({ speaker }) => speaker === "server");
    if (last) this.#latest = last.id;
    const { scene, lesson } = update.session;
    const told = [spoken(update.bubbles), this.stage.tell(scene), this.lessons.tell(lesson)];
    this.#view.say(told.filter(Boolean).join(" "));
    this.#witness?.heard(update);
    this.#followPanel();
  }

  #show(update: Update): void {
    this.#view.transcript.apply(update);
    this.#forgetSecrets(update.bubbles);
    const moved = update.kept !== null;
    if (moved || this.#view.session?.persona !== update.session.persona) this.#mail.forget();
    this.#view.session = update.session;
    this.#view.travel = update.travel;
    if (update.notice) this.#view.notice = update.notice;
    this.#view.persona = update.session.persona;
  }

  /** No key brings back a line that turned out to hold a secret. */
  #forgetSecrets(bubbles: readonly Bubble[]): void {
    const secret = secretLines(bubbles);
    if (secret.size) this.#view.recent = this.#view.recent.filter((line) => !secret.has(line));
  }

  /** A call that the Bridge refuses is told to the reader; a lost worker has been told already. */
  async #attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (error instanceof LinkLost) return;
      this.#view.notice = reasonOf(error);
    }
  }
}
