/**
 * A reader's program: it is run in an interpreter of its own, and what it does there is done to the conversation here.
 * The page lives on whatever the program does: it can be stopped at any moment, and is when it takes too long.
 */
import type { SmtpPlayground } from "../elements/smtp-playground";
import type { Link } from "../link";
import { reasonOf } from "../reason";
import { keep } from "../save";
import type { Company } from "../stage";
import type { ClientWish } from "../wishes";
import { Interpreter } from "./interpreter";
import type { Kind, News } from "./messages";
import { Pointing } from "./pointing";
import { copyLink } from "./sharing";
import { type ClientState, IDLE, type Phase, type Printed, type Program } from "./state";
import { supply } from "./supply";

/** Seconds that a program may run. */
const PATIENCE = 20;
/** Characters of code; more is no client. */
const CODE_AT_MOST = 200_000;
/** What a thread may tell of one run: what is told beyond has lifted the bounds that Python keeps. */
const ACTS_AT_MOST = 1_000;
const CHARACTERS_AT_MOST = 10_000_000;
/** Acts that the conversation is told of at once, so that the page draws in between. */
const ACTS_AT_ONCE = 40;
/** What a program that is gone leaves to its server. */
const GONE = [["hang-up", 0, "", 0]];

export class ClientDesk {
  readonly #view: SmtpPlayground;
  readonly #link: Link;
  readonly #id: string;
  readonly #company: Company;
  readonly #programs: (language: string) => readonly Program[];
  readonly #pointing: Pointing;
  #code: string;
  #fares: ClientState = IDLE;
  #interpreter: Interpreter | null = null;
  /** The interpreter that waits for the next run. */
  #next: Interpreter | null = null;
  #acts: unknown[] = [];
  #performing: Promise<void> | null = null;
  #fault = "";
  #actsTold = 0;
  #charactersTold = 0;
  /** Whether the program has come to its end, and has left the line as it wanted. */
  #saidGoodbye = false;
  #timer = 0;

  constructor(
    view: SmtpPlayground,
    link: Link,
    id: string,
    company: Company,
    programs: (language: string) => readonly Program[],
  ) {
    this.#view = view;
    this.#link = link;
    this.#id = id;
    this.#company = company;
    this.#programs = programs;
    this.#code = programs(view.language)[0]?.code ?? "";
    const log = view.transcript.renderRoot.querySelector(".log") as Element;
    this.#pointing = new Pointing(log, (line) => this.#element?.point(line));
    view.addEventListener("smtp-client", ({ detail }) => void this.#serve(detail));
    view.addEventListener("smtp-language", () => queueMicrotask(() => this.#show({})));
    this.#show({});
  }

  /** open shows code that came from elsewhere; nothing of it is run. */
  open(code: string, told: string): void {
    this.#code = code;
    this.#element?.write(code);
    this.#show({ ...IDLE, told: [told] });
  }

  get #element(): HTMLElementTagNameMap["smtp-client"] | null {
    return this.#view.panel.renderRoot.querySelector("smtp-client");
  }

  async #serve(wish: ClientWish): Promise<void> {
    switch (wish.what) {
      case "run":
        return this.#company.attempt(() => this.#run());
      case "stop":
        this.#acts = [];
        return this.#end(this.#view.words("client.stopped"));
      case "write":
        this.#code = wish.code;
        return this.#show({});
      case "begin":
        return this.#begin(wish.program);
      case "point":
        return this.#pointing.show(wish.line);
      case "line":
        return this.#goTo(wish.line);
      case "save":
        keep("client.py", new Blob([this.#code], { type: "text/x-python;charset=utf-8" }));
        return this.#tell(this.#view.words("client.saved"));
      case "share":
        return this.#tell(await copyLink(this.#code, this.#view));
    }
  }

  async #goTo(line: number): Promise<void> {
    this.#view.panel.turnTo("client");
    this.#view.panel.open();
    await this.#view.panel.updateComplete;
    this.#element?.goTo(line);
  }

  /** An example that is about a rule turns it on, and says so. */
  async #begin(id: string): Promise<void> {
    const program = this.#programs(this.#view.language).find((each) => each.id === id);
    this.#show({ ...IDLE });
    if (!program?.rule) return;
    const { rule } = program;
    await this.#company.attempt(async () => {
      this.#company.apply(await this.#link.call("add_rule", this.#id, rule));
      this.#tell(this.#view.words("client.rule-on"));
    });
  }

  // A run.

  async #run(): Promise<void> {
    if (this.#phase !== "idle") return;
    const { words } = this.#view;
    if (!this.#code.trim()) return this.#tell(words("client.empty"));
    if (this.#code.length > CODE_AT_MOST)
      return this.#tell(words("client.too-long-code", { most: CODE_AT_MOST }));
    this.#view.transcript.follow();
    this.#acts = [];
    this.#fault = "";
    this.#actsTold = 0;
    this.#charactersTold = 0;
    this.#saidGoodbye = false;
    const interpreter = this.#next ?? new Interpreter(supply());
    this.#next = null;
    this.#interpreter = interpreter;
    this.#show({ ...IDLE, phase: "starting" });
    const { server } = await this.#link.call("client_server", this.#id);
    await interpreter.run({ code: this.#code, server }, { heard: (news) => this.#hear(news) });
  }

  #hear(news: News): void {
    if ("ready" in news) this.#begun();
    else if ("done" in news) {
      this.#saidGoodbye = true;
      void this.#end(this.#view.words(this.#fault ? "client.faulted" : "client.ended"));
    } else if ("failed" in news)
      void this.#end(this.#view.words("client.broke", { reason: news.failed }));
    else this.#happened(news.kind, String(news.text));
    if (this.#actsTold <= ACTS_AT_MOST && this.#charactersTold <= CHARACTERS_AT_MOST) return;
    this.#acts = [];
    void this.#end(this.#view.words("client.too-much"));
  }

  #begun(): void {
    this.#show({ phase: "running" });
    this.#timer = window.setTimeout(
      () => void this.#end(this.#view.words("client.too-long", { seconds: PATIENCE })),
      PATIENCE * 1000,
    );
  }

  #happened(kind: Kind, text: string): void {
    const { words } = this.#view;
    this.#charactersTold += text.length;
    switch (kind) {
      case "acts":
        this.#actsTold += 1;
        this.#acts.push(...parsed(text));
        void this.#perform();
        break;
      case "stdout":
      case "stderr":
        this.#show({ printed: added(this.#fares.printed, { stream: kind, text }) });
        break;
      case "tls":
        this.#tell(words("client.tls"));
        break;
      case "exit":
        this.#tell(words("client.exit", { code: text }));
        break;
      case "unshown":
        this.#tell(words("client.unshown", { count: text }));
        break;
      case "fault":
        this.#fault = text;
        break;
    }
  }

  /** What the program did is done to the conversation, as it comes. */
  #perform(): Promise<void> {
    this.#performing ??= this.#performAll().finally(() => {
      this.#performing = null;
    });
    return this.#performing;
  }

  async #performAll(): Promise<void> {
    while (this.#acts.length) {
      const acts = JSON.stringify(this.#acts.splice(0, ACTS_AT_ONCE));
      await this.#company.attempt(async () => {
        this.#company.apply(await this.#link.call("client_did", this.#id, acts));
      });
    }
  }

  async #end(told: string): Promise<void> {
    if (!this.#interpreter) return;
    this.#interpreter.end();
    this.#interpreter = null;
    clearTimeout(this.#timer);
    this.#show({ phase: "showing" });
    await this.#perform();
    if (!this.#saidGoodbye && this.#view.session?.mode !== "closed") {
      this.#acts = [...GONE];
      await this.#perform();
    }
    await this.#company.attempt(() => this.#explain());
    this.#next = new Interpreter(supply());
    this.#show({ phase: "idle", told: [told, ...this.#fares.told] });
  }

  async #explain(): Promise<void> {
    if (!this.#fault) return;
    this.#show({ fault: await this.#link.call("client_fault", this.#id, this.#fault) });
  }

  // What is shown.

  get #phase(): Phase {
    return this.#fares.phase;
  }

  #tell(told: string): void {
    this.#show({ told: [...this.#fares.told, told] });
  }

  #show(changes: Partial<ClientState>): void {
    this.#fares = { ...this.#fares, ...changes };
    this.#view.client = {
      fares: this.#fares,
      code: this.#code,
      programs: this.#programs(this.#view.language),
    };
  }
}

/** What comes from a program's thread may be anything. */
function parsed(text: string): unknown[] {
  try {
    const acts = JSON.parse(text);
    return Array.isArray(acts) ? acts : [];
  } catch (error) {
    return [reasonOf(error)]; // which the Bridge refuses, and says why
  }
}

function added(printed: readonly Printed[], more: Printed): readonly Printed[] {
  const last = printed.at(-1);
  if (last?.stream !== more.stream) return [...printed, more];
  return [...printed.slice(0, -1), { ...last, text: last.text + more.text }];
}
