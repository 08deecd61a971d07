/** The whole console: it lays out its parts and hands them what they show. What a reader wants goes up as wishes. */
import type {
  Catalogue,
  Detail,
  Mailbox,
  MessageView,
  OctetsView,
  SessionView,
  Travel,
} from "generated/bubbles";
import type { Results } from "generated/desk";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { state as inner, property, query } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { BootView } from "../boot-view";
import type { ClientView } from "../client/state";
import { nextAfter, passesTime, type Shelf } from "../lessons/shelf";
import { type RuleProblem, tellsTime } from "../rule-desk";
import type { Theme } from "../settings";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/playground.css";
import tokens from "../styles/tokens.css";
import type { Draft } from "../takeover";
import { type Tab, wish } from "../wishes";
import { type Language, type Words, wordsIn } from "../words";

/** How far a long sending has come. */
export interface Sending {
  readonly done: number;
  readonly total: number;
}

/** Pixels of width from which the panel stands beside the conversation. */
const WIDE = 896;

export class SmtpPlayground extends LitElement {
  static override styles = [sheet(tokens), sheet(controls), sheet(style)];

  @property({ reflect: true }) state: "loading" | "ready" | "failed" = "loading";
  @property({ reflect: true }) layout: "wide" | "narrow" = "wide";
  /** Whether it stands in a page of somebody else's. */
  @property({ type: Boolean, reflect: true }) embedded = false;
  @property({ attribute: false }) language: Language = "en";
  @property({ attribute: false }) theme: Theme = "system";
  @property() persona = "";
  @property({ attribute: false }) catalogue: Catalogue | null = null;
  @property({ attribute: false }) session: SessionView | null = null;
  @property({ attribute: false }) boot: BootView = { text: "", share: null, trouble: null };
  @property({ attribute: false }) queued: readonly (readonly string[])[] = [];
  @property({ attribute: false }) recent: readonly string[] = [];
  @property({ attribute: false }) sending: Sending | null = null;
  @property({ attribute: false }) notice = "";
  @property({ attribute: false }) newer = false;
  @property({ attribute: false }) spoken = "";
  @property({ attribute: false }) detail: Detail | null = null;
  @property({ attribute: false }) mailbox: Mailbox | null = null;
  @property({ attribute: false }) message: MessageView | null = null;
  @property({ attribute: false }) ruleProblem: RuleProblem | null = null;
  @property({ attribute: false }) travel: Travel | null = null;

  @property({ attribute: false }) octets: OctetsView | null = null;
  @property({ attribute: false }) shelf: Shelf | null = null;
  /** What became of what was wished of the lessons last. */
  @property({ attribute: false }) shelfTold = "";
  /** What was handed in last of a class pack. */
  @property({ attribute: false }) handed: Results | null = null;
  /** The reader's own client, once it was opened. */
  @property({ attribute: false }) client: ClientView | null = null;
  @inner() private raw = false;
  @inner() private tab: Tab = "explain";

  @query("smtp-transcript") readonly transcript!: HTMLElementTagNameMap["smtp-transcript"];
  @query("smtp-panel") readonly panel!: HTMLElementTagNameMap["smtp-panel"];
  @query("smtp-comparison") readonly comparison!: HTMLElementTagNameMap["smtp-comparison"];
  @query("smtp-embed-code") readonly embedCode!: HTMLElementTagNameMap["smtp-embed-code"];
  @query("smtp-export") readonly exports!: HTMLElementTagNameMap["smtp-export"];
  @query("smtp-import") readonly imports!: HTMLElementTagNameMap["smtp-import"];
  @query("smtp-reference") readonly reference!: HTMLElementTagNameMap["smtp-reference"];
  @query("smtp-desk") readonly desk!: HTMLElementTagNameMap["smtp-desk"];
  @query("smtp-share") readonly share!: HTMLElementTagNameMap["smtp-share"];
  @query(".composer") private composer!: HTMLElement | null;

  readonly #resized = new ResizeObserver(() => this.#measure());
  #times = 0;
  /** What was being written, while the composer changes under the writer's hands. */
  #carried: { readonly text: string; readonly focused: boolean } | null = null;

  get words(): Words {
    return wordsIn(this.language);
  }

  /** focusPrompt puts the caret where the next line is written, or on the button that opens the next connection. */
  focusPrompt(): void {
    const target = this.composer?.querySelector<HTMLElement>(
      "smtp-raw, smtp-prompt, smtp-message-editor, .again",
    );
    target?.focus();
  }

  /** resume goes on where the reader is in the shell. */
  async resume({ line, from, to, focused, top }: Draft): Promise<void> {
    await Promise.all([this.transcript.updateComplete, this.#prompt?.updateComplete]);
    this.transcript.resume(top);
    if (focused) await this.#prompt?.resume(line, from, to);
    else if (this.#prompt) this.#prompt.value = line;
  }

  /** forgetDraft lets go of what was meant for a connection that ends: a message, or the answer to a challenge. */
  forgetDraft(): void {
    const field = this.#field;
    if (field && modeOf(this.session) !== "command") field.value = "";
  }

  /** Where the next line, or a message, is being written. */
  get #field(): HTMLElementTagNameMap["smtp-prompt" | "smtp-message-editor"] | null {
    const { renderRoot } = this;
    return (
      renderRoot.querySelector("smtp-prompt") ?? renderRoot.querySelector("smtp-message-editor")
    );
  }

  get #prompt(): HTMLElementTagNameMap["smtp-prompt"] | null {
    return this.renderRoot.querySelector("smtp-prompt");
  }

  /** say puts a short text where screen readers announce it, even if it is the same again. */
  say(spoken: string): void {
    this.spoken = spoken;
    this.#times += 1;
  }

  /** offerNewer tells that a newer version of the page waits; the reader says when. */
  offerNewer(): void {
    this.newer = true;
    this.say(this.words("offline.newer"));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#measure();
    this.#resized.observe(this);
    this.addEventListener("smtp-fill", this.#fill);
    this.addEventListener("smtp-raw-mode", this.#switchRaw);
    this.addEventListener("smtp-leave", this.focusPrompt);
    this.addEventListener("smtp-panel", this.#turned);
    this.addEventListener("smtp-dismiss", this.#dismiss);
    this.addEventListener("smtp-later", this.#postpone);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.removeEventListener("smtp-fill", this.#fill);
    this.removeEventListener("smtp-raw-mode", this.#switchRaw);
    this.removeEventListener("smtp-leave", this.focusPrompt);
    this.removeEventListener("smtp-panel", this.#turned);
    this.removeEventListener("smtp-dismiss", this.#dismiss);
    this.removeEventListener("smtp-later", this.#postpone);
  }

  #measure(): void {
    this.layout = this.clientWidth < WIDE ? "narrow" : "wide";
  }

  async #fill(event: HTMLElementEventMap["smtp-fill"]): Promise<void> {
    const { line, from, to } = event.detail;
    this.raw = false;
    await this.updateComplete;
    if (this.#prompt) await this.#prompt.fill(line, from, to);
    else this.renderRoot.querySelector("smtp-message-editor")?.add(line);
  }

  async #switchRaw(event: HTMLElementEventMap["smtp-raw-mode"]): Promise<void> {
    this.raw = event.detail.on;
    await this.updateComplete;
    this.focusPrompt();
  }

  #turned(event: HTMLElementEventMap["smtp-panel"]): void {
    this.tab = event.detail.tab;
  }

  #dismiss(): void {
    this.notice = "";
    this.focusPrompt();
  }

  #postpone(): void {
    this.newer = false;
    this.focusPrompt();
  }

  // The composer changes with the mode; what is half written and the focus go along.

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("session");
    if (!changed.has("session") || modeOf(before ?? null) === modeOf(this.session)) return;
    const focused = this.composer?.contains(this.shadowRoot?.activeElement ?? null) ?? false;
    this.#carried = { text: this.#field?.value ?? "", focused };
  }

  protected override updated(): void {
    for (const recording of this.querySelectorAll("smtp-recording"))
      recording.letTake(modeOf(this.session) === "command");
    if (!this.#carried) return;
    const { text, focused } = this.#carried;
    this.#carried = null;
    const now = this.#field;
    if (now) now.value = text;
    if (focused) void (now?.updateComplete ?? Promise.resolve()).then(() => this.focusPrompt());
  }

  // Templates.

  protected override render(): TemplateResult {
    const { words, language, theme, persona, catalogue, session, detail, layout } = this;
    return html`
      <button type="button" class="skip" @click=${this.focusPrompt}>${words("page.skip")}</button>
      <smtp-header .words=${words} .language=${language} .theme=${theme} .persona=${persona}
        .personas=${catalogue?.personas ?? []}></smtp-header>
      ${this.#main(html`<div class="conversation">
          ${this.#status()} ${this.#clockTemplate()} ${this.#loader()}
          <smtp-transcript .words=${words} .queued=${this.queued} .lesson=${session?.lesson ?? null}
            .suggests=${modeOf(session) === "command"}><slot name="recording" slot="recording"></slot></smtp-transcript>
          <div class="foot">${this.#sceneTemplate()} ${this.#taskTemplate()} ${this.#newerTemplate()} ${this.#noticeTemplate()} ${this.#sendingTemplate()}
            <div class="composer">${this.#composerTemplate()}</div>
          </div>
        </div>
        <smtp-panel .words=${words} .session=${session} .detail=${detail} .mailbox=${this.mailbox}
          .message=${this.message} .octets=${this.octets} .options=${catalogue?.rules ?? null} .problem=${this.ruleProblem}
          .shelf=${this.shelf} .shelfTold=${this.shelfTold} .handed=${this.handed} .client=${this.client} ?embedded=${this.embedded} .modal=${layout === "narrow"}></smtp-panel>`)}
      <smtp-comparison .words=${words}></smtp-comparison>
      <smtp-reference .words=${words}></smtp-reference>
      <smtp-desk .words=${words} .canAct=${session !== null}></smtp-desk>
      <smtp-share .words=${words}></smtp-share>
      <smtp-embed-code .words=${words}></smtp-embed-code>
      <smtp-export .words=${words} ?opensPrograms=${!this.embedded}></smtp-export>
      <smtp-import .words=${words} .canReplay=${session !== null}></smtp-import>
      <div class="quiet" role="status">${keyed(this.#times, html`<span>${this.spoken}</span>`)}</div>`;
  }

  /** A page has one main part, and that is not an embed. */
  #main(parts: TemplateResult): TemplateResult {
    return this.embedded ? html`<div class="main">${parts}</div>` : html`<main>${parts}</main>`;
  }

  #status(): TemplateResult {
    const { words, session, state } = this;
    const text = state === "loading" ? words("status.loading") : words("status.failed");
    const connection = !session ? "none" : session.mode === "closed" ? "closed" : "open";
    return html`<smtp-status .words=${words} .text=${session?.status ?? text} .connection=${connection}
      .roundTrips=${session?.round_trips ?? 0} .canAct=${session !== null} .secure=${session?.secure ?? false}
      .hasPanelButton=${this.layout === "narrow"} .canUndo=${this.travel?.can_undo ?? false}
      .canRedo=${this.travel?.can_redo ?? false}></smtp-status>`;
  }

  /** The clock stands over the conversation once it tells anything. */
  #clockTemplate(): TemplateResult | typeof nothing {
    const { words, session } = this;
    const isDue = session && (tellsTime(session) || passesTime(this.shelf, session.lesson?.id));
    if (!isDue) return nothing;
    return html`<smtp-clock .words=${words} .clock=${session.clock} .roundTrips=${session.round_trips}></smtp-clock>`;
  }

  #loader(): TemplateResult | typeof nothing {
    if (this.state === "ready") return nothing;
    const { text, share, trouble } = this.boot;
    return html`<smtp-loader .words=${this.words} .text=${text} .share=${share} .trouble=${trouble}></smtp-loader>`;
  }

  #composerTemplate(): TemplateResult {
    const { words, session, recent } = this;
    const mode = modeOf(session);
    if (this.raw && mode !== "closed") return this.#rawTemplate(mode);
    switch (mode) {
      case "command":
      case "response":
        // What answers the server may be a secret: nothing that was typed before is at hand there.
        return html`<smtp-prompt .words=${words} .mode=${mode} .chips=${session?.chips ?? []}
          .recent=${mode === "command" ? recent : []} .completions=${session?.completions ?? []}></smtp-prompt>`;
      case "message":
        return html`<smtp-message-editor .words=${words} .example=${session?.sample_message ?? ""}></smtp-message-editor>`;
      case "chunk":
        return html`<smtp-message-editor .words=${words} .example=${session?.sample_message ?? ""}
          .due=${session?.octets_due ?? 0}></smtp-message-editor>`;
      case "closed":
        return this.#closedTemplate();
    }
  }

  #rawTemplate(mode: SessionView["mode"]): TemplateResult {
    const isBusy = this.sending !== null || this.queued.length > 0;
    return html`<smtp-raw .words=${this.words} .mode=${mode} .samples=${this.catalogue?.samples ?? []}
      ?busy=${isBusy}></smtp-raw>`;
  }

  #sceneTemplate(): TemplateResult | typeof nothing {
    const { words, session } = this;
    if (!session?.scene) return nothing;
    return html`<smtp-scene .words=${words} .scene=${session.scene} ?closed=${session.mode === "closed"}></smtp-scene>`;
  }

  #taskTemplate(): TemplateResult | typeof nothing {
    const { words, session, shelf, layout } = this;
    if (!session?.lesson) return nothing;
    return html`<smtp-task .words=${words} .lesson=${session.lesson} .next=${shelf && nextAfter(shelf, session.lesson.id)}
      ?beside=${layout === "wide" && this.tab === "lesson"}></smtp-task>`;
  }

  #closedTemplate(): TemplateResult {
    const { words, session } = this;
    const again = () => wish(this, "smtp-connect", { persona: "" });
    return html`<div class="closed">
      <p><strong>${session?.state_title}.</strong> <span class="soft">${words("closed.text")}</span></p>
      <button type="button" class="primary again" @click=${again}>${words("closed.again")}</button>
    </div>`;
  }

  #sendingTemplate(): TemplateResult | typeof nothing {
    const { words, sending } = this;
    if (!sending) return nothing;
    const { done, total } = sending;
    return html`<div class="sending">
      <progress max=${total} value=${done} aria-label=${words("sending.label")}></progress>
      <span>${words("sending.progress", { done, total })}</span>
      <button type="button" @click=${() => wish(this, "smtp-stop", null)}>${words("sending.stop")}</button>
    </div>`;
  }

  #newerTemplate(): TemplateResult | typeof nothing {
    const { words, newer } = this;
    if (!newer) return nothing;
    return html`<div class="newer"><span>${words("offline.newer")}</span>
      <button type="button" @click=${() => wish(this, "smtp-reload", null)}>${words("offline.reload")}</button>
      <button type="button" class="plain" @click=${() => wish(this, "smtp-later", null)}>${words("offline.later")}</button></div>`;
  }

  #noticeTemplate(): TemplateResult | typeof nothing {
    if (!this.notice) return nothing;
    return html`<p class="notice" role="alert"><span>${this.notice}</span>
      <button type="button" class="plain" @click=${() => wish(this, "smtp-dismiss", null)}>${this.words("page.dismiss")}</button></p>`;
  }
}

/** Before the server is there, what is typed counts as commands. */
function modeOf(session: SessionView | null): SessionView["mode"] {
  return session?.mode ?? "command";
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-playground": SmtpPlayground;
  }
}
