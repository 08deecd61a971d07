/**
 * `<smtp-playground>` in a page of somebody else's: a printed session that comes alive when it is touched. Until then
 * it is this file and nothing more. The console behind it (`live.ts`) is fetched once a page.
 */
import { reasonOf } from "../reason";
import { sheet } from "../sheet";
import style from "../styles/embed.css";
import tokens from "../styles/tokens.css";
import { base } from "./base";
import { type Live, type LiveReply, liveIn } from "./coming-alive";
import { button, make } from "./make";
import { ATTRIBUTES, type Options, readOptions } from "./options";
import { printedView } from "./printed-view";
import { type Printed, read, said } from "./reading";
import { followHost, hostTheme } from "./theme";
import { personaName, word } from "./words";

/** How an embed fares: printed, being started, alive, or printed because it could not be started. */
export type EmbedState = "printed" | "starting" | "live" | "failed";

let sheets: CSSStyleSheet[] | null = null;

export class SmtpEmbed extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #children = new MutationObserver(() => this.#draw());
  /** Styles of this element alone: a strict policy forbids attributes of style that are parsed, but not these. */
  readonly #own = new CSSStyleSheet();
  #state: EmbedState = "printed";
  #live: Live | null = null;
  #starting: Promise<Live> | null = null;
  #transcript: string | null = null;
  #unfollow: () => void = () => {};
  #seen: IntersectionObserver | null = null;
  #told = new Set<string>();

  constructor() {
    super();
    sheets ??= [sheet(tokens), sheet(style)];
    this.#root.adoptedStyleSheets = [...sheets, this.#own];
  }

  connectedCallback(): void {
    this.#children.observe(this, { childList: true, subtree: true, characterData: true });
    this.#unfollow = followHost(() => this.#dress());
    if (this.#state !== "live") this.#draw();
    this.#watch();
  }

  /** What is moved to another place of the page is soon there again; what is gone lets go of its session. */
  disconnectedCallback(): void {
    this.#children.disconnect();
    this.#unfollow();
    this.#seen?.disconnect();
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#live?.close();
      this.#live = null;
      this.#starting = null;
      this.#state = "printed";
    });
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now || !this.isConnected) return;
    if (!this.#live) this.#draw();
    else this.#live.change(name, this.#options);
    this.#dress();
  }

  // What a page's own script may ask for.

  /** How it fares. */
  get state(): EmbedState {
    return this.#state;
  }

  /** The session that is printed. */
  get transcript(): string {
    return this.#transcript ?? this.querySelector("pre")?.textContent ?? "";
  }

  /** start brings the session to life, as the button does. It fails with what went wrong. */
  async start(): Promise<void> {
    await this.#start(false);
  }

  /** send says lines to the server and returns its replies; it starts what was not started. */
  async send(text: string): Promise<LiveReply[]> {
    return (await this.#start(false)).send(String(text));
  }

  /** reset opens a new connection with nothing said. */
  async reset(): Promise<void> {
    await (await this.#start(false)).reset();
  }

  /** load takes another session in: printed, or played where it is alive. */
  async load(transcript: string): Promise<void> {
    this.#transcript = String(transcript);
    if (this.#live) await this.#live.play(this.#lines);
    else this.#draw();
  }

  // How it is drawn.

  get #options(): Options {
    return readOptions(this, (problem) => this.#tell(problem));
  }

  get #printed(): Printed {
    return read(this.transcript);
  }

  /** What is said when it comes alive: up to where the reader takes over. */
  get #lines(): string[] {
    const lines = said(this.#printed.lines);
    const { start } = this.#options;
    return start ? lines.slice(0, start - 1) : lines;
  }

  #draw(): void {
    if (this.#live || this.#state === "starting") return;
    const options = this.#options;
    const { lines, stray } = this.#printed;
    if (stray)
      this.#tell(
        `line ${stray.number} is neither C: nor S: nor a note (--): "${stray.text.slice(0, 60)}"`,
      );
    const body = stray ? this.#plain() : printedView(lines, options.language, base);
    this.#root.replaceChildren(
      this.#bar(options),
      body,
      make("p", { class: "told", role: "status" }),
    );
    this.#dress();
  }

  /** What is no session is shown as it stands. */
  #plain(): HTMLElement {
    return make("pre", { part: "transcript" }, this.transcript);
  }

  #bar({ persona, language, lesson }: Options): HTMLElement {
    const name = personaName(language, persona) ?? persona;
    const key = lesson ? "title-lesson" : "title";
    const title = make("span", { class: "title" }, word(language, key, { name }));
    const label = word(language, lesson ? "try-lesson" : "try");
    const start = () => void this.#start(true).catch(() => {}); // told in the bar
    return make(
      "div",
      { class: "bar", part: "bar", lang: language },
      title,
      button({ class: "try", part: "try", title: word(language, "try-hint") }, label, start),
    );
  }

  /** The colours: the element's own, or those of the page around, or the system's. */
  #dress(): void {
    const { theme, height } = this.#options;
    const shown = theme === "system" ? hostTheme() : theme;
    this.toggleAttribute("data-live", this.#live !== null);
    const scheme = shown === "system" ? "light dark" : shown;
    this.#own.replaceSync(
      `:host { color-scheme: ${scheme}; ${height ? `--smtp-height: ${height};` : ""} }`,
    );
  }

  // How it comes alive.

  /** Only what is seen starts by itself, and never for a reader who wants the page to keep still. */
  #watch(): void {
    this.#seen?.disconnect();
    if (!this.#options.autoplay || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.#seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.#seen?.disconnect();
      void this.#start(false).catch(() => {});
    });
    this.#seen.observe(this);
  }

  #start(byHand: boolean): Promise<Live> {
    this.#starting ??= this.#come(byHand);
    return this.#starting;
  }

  async #come(byHand: boolean): Promise<Live> {
    const options = this.#options;
    this.#show("starting", word(options.language, "starting"));
    try {
      const live = await liveIn(this.#root, this, options, { lines: this.#lines, byHand });
      if (!this.isConnected) {
        live.close();
        throw new Error("the element is gone");
      }
      this.#live = live;
      this.#state = "live";
      this.#dress();
      return live;
    } catch (error) {
      this.#starting = null;
      const reason = reasonOf(error);
      this.#show("failed", word(options.language, "failed", { reason }));
      this.#tell(`could not start: ${reason}`);
      throw error;
    }
  }

  #show(state: EmbedState, text: string): void {
    this.#state = state;
    const told = this.#root.querySelector(".told");
    if (told) told.textContent = text;
    this.#root
      .querySelector<HTMLButtonElement>(".try")
      ?.toggleAttribute("disabled", state === "starting");
  }

  /** One line a problem, in the console of whoever writes the page. */
  #tell(problem: string): void {
    if (this.#told.has(problem)) return;
    this.#told.add(problem);
    const id = this.id ? `#${this.id}` : "";
    // biome-ignore lint/suspicious/noConsole: there is nobody else to tell
    console.warn(`smtp-playground${id}: ${problem}`);
  }
}
