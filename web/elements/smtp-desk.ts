/** The teacher's desk, in a window over the conversation: class packs, lessons to make, results to read. */
import type { LessonProblem, ResultSheet } from "generated/desk";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { type Draft, NEW_DRAFT, type PackDraft } from "../desk/draft";
import { linesOf, type ResultLine } from "../desk/table";
import { DESK_TABS, type DeskTab, NOTHING_TOLD, type Told } from "../desk/wish";
import type { LessonsData } from "../lessons/data";
import { sheet } from "../sheet";
import { showDialog } from "../show-dialog";
import controls from "../styles/controls.css";
import style from "../styles/desk.css";
import dialogs from "../styles/dialog.css";
import { wish } from "../wishes";
import type { Words } from "../words";

export class SmtpDesk extends LitElement {
  static override styles = [sheet(controls), sheet(dialogs), sheet(style)];

  @property({ attribute: false }) words!: Words;
  /** The lessons that come along, once they were fetched. */
  @property({ attribute: false }) data: LessonsData | null = null;
  @property({ attribute: false }) pack: PackDraft | null = null;
  @property({ attribute: false }) draft: Draft = NEW_DRAFT;
  @property({ attribute: false }) problems: readonly LessonProblem[] = [];
  @property({ attribute: false }) sheets: readonly ResultSheet[] = [];
  @property({ attribute: false }) told: Told = NOTHING_TOLD;
  /** Whether there is a server to take a connection from. */
  @property({ attribute: false }) canAct = false;

  @state() private tab: DeskTab = "pack";
  @query("dialog") private dialog!: HTMLDialogElement;

  /** open shows the window, as it was left. */
  async open(): Promise<void> {
    await this.updateComplete;
    showDialog(this.dialog);
    this.dialog.focus();
  }

  /** close closes it, if it is open. */
  close(): void {
    if (this.dialog?.open) this.dialog.close();
  }

  /** What was handed in, a row a lesson; lessons by their titles, where they are known. */
  get lines(): ResultLine[] {
    const known = [...(this.data?.lessons ?? []), ...(this.pack?.lessons ?? [])];
    return linesOf(this.sheets, new Map(known.map(({ id, title }) => [id, title])));
  }

  /** forgetCodes empties the field of codes. */
  forgetCodes(): void {
    this.renderRoot.querySelector("smtp-desk-results")?.forget();
  }

  protected override render(): TemplateResult {
    const { words } = this;
    const closed = () => wish(this, "smtp-desk-closed", null);
    return html`<dialog aria-labelledby="title" tabindex="-1" @close=${closed}>
      <div class="top"><h2 id="title">${words("desk.title")}</h2>
        <button type="button" @click=${() => this.close()}>${words("page.close")}</button></div>
      <div class="tabs" role="tablist" aria-labelledby="title" @keydown=${this.#step}>${DESK_TABS.map((tab) => this.#tabTemplate(tab))}</div>
      <div class="page" role="tabpanel" id="page" aria-labelledby="tab-${this.tab}">${this.#page()}</div>
      <div class="foot">
        <p class="told" role="status">${this.told.failed ? nothing : this.told.text}</p>
        <p class="told failed" role="alert">${this.told.failed ? this.told.text : nothing}</p>
      </div>
    </dialog>`;
  }

  #tabTemplate(tab: DeskTab): TemplateResult {
    const isCurrent = tab === this.tab;
    return html`<button type="button" role="tab" id="tab-${tab}" data-tab=${tab} aria-selected=${isCurrent} aria-controls="page"
      tabindex=${isCurrent ? 0 : -1} @click=${() => this.#choose(tab)}>${this.words(`desk.tab-${tab}`)}</button>`;
  }

  #page(): TemplateResult {
    const { words } = this;
    switch (this.tab) {
      case "pack":
        return html`<smtp-desk-pack .words=${words} .data=${this.data} .pack=${this.pack}></smtp-desk-pack>`;
      case "make":
        return html`<smtp-desk-make .words=${words} .draft=${this.draft} .problems=${this.problems} .canAct=${this.canAct}></smtp-desk-make>`;
      case "results":
        return html`<smtp-desk-results .words=${words} .lines=${this.lines}></smtp-desk-results>`;
    }
  }

  #choose(tab: DeskTab): void {
    this.tab = tab;
    this.told = NOTHING_TOLD;
  }

  /** Arrows go from tab to tab. */
  #step(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const place = DESK_TABS.indexOf(this.tab) + by + DESK_TABS.length;
    this.#choose(DESK_TABS[place % DESK_TABS.length] ?? "pack");
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus(),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-desk": SmtpDesk;
  }
}
