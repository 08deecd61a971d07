/** What stands beside the conversation where there is room, and comes up over it where there is none. */
import type {
  Detail,
  Mailbox,
  MessageView,
  OctetsView,
  RuleOptions,
  SessionView,
} from "generated/bubbles";
import type { Results } from "generated/desk";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { ClientView } from "../client/state";
import { detailTemplate } from "../detail";
import { nextAfter, type Shelf } from "../lessons/shelf";
import { messageTemplate } from "../message-view";
import type { RuleProblem } from "../rule-desk";
import { envelopeTemplate, statesTemplate } from "../session-views";
import { sheet } from "../sheet";
import { closeBeside } from "../show-dialog";
import controls from "../styles/controls.css";
import mail from "../styles/message.css";
import style from "../styles/panel.css";
import { TABS, type Tab, wish } from "../wishes";
import type { Words } from "../words";

export class SmtpPanel extends LitElement {
  static override styles = [sheet(controls), sheet(style), sheet(mail)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) session: SessionView | null = null;
  @property({ attribute: false }) detail: Detail | null = null;
  @property({ attribute: false }) mailbox: Mailbox | null = null;
  @property({ attribute: false }) options: RuleOptions | null = null;
  /** What is wrong with the rule that was asked for last. */
  @property({ attribute: false }) problem: RuleProblem | null = null;
  /** The message that is open; without one, the list of them is shown. */
  @property({ attribute: false }) message: MessageView | null = null;
  @property({ attribute: false }) octets: OctetsView | null = null;
  @property({ attribute: false }) shelf: Shelf | null = null;
  @property({ attribute: false }) shelfTold = "";
  @property({ attribute: false }) handed: Results | null = null;
  /** The reader's own client, once it was opened. */
  @property({ attribute: false }) client: ClientView | null = null;
  /** Over the conversation, as a dialog, instead of beside it. */
  @property({ type: Boolean, reflect: true }) modal = false;

  /** In a page of somebody else's nobody writes programs. */
  @property({ type: Boolean }) embedded = false;

  @state() private tab: Tab = "explain";
  /** Whether all lessons are looked at while one goes on. */
  @state() private browses = false;

  @query("dialog") private dialog!: HTMLDialogElement | null;

  /** Whether the focus was here before what is shown changed. */
  #focused = false;

  constructor() {
    super();
    this.addEventListener("smtp-leave", () => this.close());
    this.addEventListener("smtp-lesson", ({ detail: { what } }) => {
      if (what === "list" || what === "back") this.browses = what === "list";
    });
  }

  /** shows tells whether a reader sees a tab: only then is it worth asking for what stands there. */
  shows(tab: Tab): boolean {
    return this.tab === tab && (!this.modal || (this.dialog?.open ?? false));
  }

  /** The tab that a reader sees; null: none. */
  get seen(): Tab | null {
    return this.shows(this.tab) ? this.tab : null;
  }

  /** turnTo shows a tab, where the panel is seen. */
  turnTo(tab: Tab): void {
    this.#choose(tab);
  }

  /** open brings the panel up, if it is a sheet. */
  open(): void {
    this.#rise();
    wish(this, "smtp-panel", { tab: this.tab });
  }

  /** close puts the sheet away; beside the conversation the panel stays. */
  close(): void {
    this.dialog?.close();
  }

  /** enter puts the focus into what the tab shows, where a lesson has come to. */
  enter(): void {
    this.browses = false;
    this.renderRoot.querySelector<HTMLElement>(".body")?.focus();
    this.renderRoot.querySelector("smtp-lesson")?.showCurrent();
  }

  /** explain shows a detail, brought to one of its sections if that is named. */
  async explain(section: string): Promise<void> {
    this.tab = "explain";
    await this.updateComplete;
    this.#rise();
    const found = this.renderRoot.querySelector(`[data-section="${CSS.escape(section)}"] h3`);
    if (found instanceof HTMLElement) found.focus();
    else this.renderRoot.querySelector(".body")?.scrollTo(0, 0);
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.#focused = this.shadowRoot?.activeElement != null;
    const before = changed.get("session") as SessionView | null | undefined;
    const { lesson } = this.session ?? {};
    if (!lesson || (before && before.lesson?.id !== lesson.id)) this.browses = false;
  }

  protected override updated(changed: PropertyValues): void {
    const body = this.renderRoot.querySelector(".body");
    // What was pressed is gone, and what stands in its place begins above.
    if (this.#focused && !this.shadowRoot?.activeElement) {
      body?.scrollTo(0, 0);
      this.renderRoot.querySelector<HTMLElement>(".body")?.focus();
    }
    if (changed.has("message"))
      this.#turn(changed.get("message") as MessageView | null | undefined);
    const before = changed.get("detail") as Detail | null | undefined;
    if (changed.has("detail") && before?.bubble !== this.detail?.bubble) body?.scrollTo(0, 0);
    if (this.tab !== "state" || !(changed.has("tab") || changed.has("session"))) return;
    body?.querySelector("[aria-current=step]")?.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult {
    const content = html`${this.#tabs()}
      <div class="body" id="body" role="tabpanel" tabindex="0" aria-labelledby=${`tab-${this.tab}`}>${this.#body()}</div>`;
    const label = this.words("panel.label");
    return this.modal
      ? html`<dialog aria-label=${label} @click=${closeBeside}>${content}</dialog>`
      : html`<aside aria-label=${label}>${content}</aside>`;
  }

  get #offered(): readonly Tab[] {
    return this.embedded ? TABS.filter((tab) => tab !== "client") : TABS;
  }

  #tabs(): TemplateResult {
    const close = () => this.dialog?.close();
    return html`<div class="bar">
      <div class="tabs" role="tablist" aria-label=${this.words("panel.label")} @keydown=${this.#keyed}>
        ${this.#offered.map((tab) => this.#tabTemplate(tab))}
      </div>
      ${this.modal ? html`<button type="button" class="plain" @click=${close}>${this.words("page.close")}</button>` : nothing}
    </div>`;
  }

  #tabTemplate(tab: Tab): TemplateResult {
    const current = tab === this.tab;
    return html`<button type="button" role="tab" id=${`tab-${tab}`} aria-selected=${current} aria-controls="body"
      tabindex=${current ? 0 : -1} @click=${() => this.#choose(tab)}>${this.words(`panel.${tab}`)}</button>`;
  }

  #body(): TemplateResult {
    const { words, session, detail } = this;
    if (this.tab === "lesson") return this.#lessonTemplate();
    if (this.tab === "state" && session) return statesTemplate(session, words);
    if (this.tab === "envelope" && this.message) return messageTemplate(this.message, words);
    if (this.tab === "envelope" && session)
      return envelopeTemplate(session.envelope, this.mailbox, words);
    if (this.tab === "rules" && session && this.options)
      return html`<smtp-rules .words=${words} .rules=${session.rules} .clock=${session.clock}
        .roundTrips=${session.round_trips} .options=${this.options} .problem=${this.problem}></smtp-rules>`;
    if (this.tab === "bytes" && session)
      return html`<smtp-bytes .words=${words} .session=${session} .octets=${this.octets}></smtp-bytes>`;
    if (this.tab === "client") return this.#clientTemplate();
    if (this.tab === "explain" && detail) return detailTemplate(detail, words);
    return html`<p class="intro">${words("panel.empty")}</p>`;
  }

  #clientTemplate(): TemplateResult {
    const { words, client, session } = this;
    if (!client) return html`<p class="intro" role="status">${words("client.loading")}</p>`;
    return html`<smtp-client .words=${words} .programs=${client.programs} .fares=${client.fares} .code=${client.code}
      ?ready=${session !== null}></smtp-client>`;
  }

  #lessonTemplate(): TemplateResult {
    const { words, shelf, modal } = this;
    const { lesson } = this.session ?? {};
    if (!lesson || this.browses)
      return html`<smtp-lessons .words=${words} .shelf=${shelf} .told=${this.shelfTold} .handed=${this.handed} .going=${lesson?.title ?? ""}></smtp-lessons>`;
    const track = shelf?.data.tracks.find(({ id }) => id === lesson.track)?.title ?? "";
    return html`<smtp-lesson .words=${words} .lesson=${lesson} .track=${track} .modal=${modal}
      ?keepsSolution=${shelf?.data.pack?.solutions === false} .next=${shelf && nextAfter(shelf, lesson.id)} .best=${shelf?.kept.lessons[lesson.id] ?? null}></smtp-lesson>`;
  }

  /** #turn goes to the head of a message that was opened, and from it back to its place in the list. */
  #turn(before: MessageView | null | undefined): void {
    if (this.tab !== "envelope" || before?.number === this.message?.number) return;
    if (this.message) this.renderRoot.querySelector(".body")?.scrollTo(0, 0);
    const place = this.message ? ".mail h2" : `[data-number="${before?.number}"]`;
    if (this.#focused) this.renderRoot.querySelector<HTMLElement>(place)?.focus();
  }

  /** A bar that scrolls takes the focus itself in some browsers: a tab is meant. */
  #rise(): void {
    if (!this.dialog || this.dialog.open) return;
    this.dialog.showModal();
    this.renderRoot.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
  }

  #choose(tab: Tab): void {
    this.tab = tab;
    wish(this, "smtp-panel", { tab });
  }

  async #keyed(event: KeyboardEvent): Promise<void> {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = this.#offered;
    const next = all[(all.indexOf(this.tab) + step + all.length) % all.length];
    if (next) this.#choose(next);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("[aria-selected=true]")?.focus(); // which brings it into sight
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-panel": SmtpPanel;
  }
}
