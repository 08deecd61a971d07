/** Two servers side by side in a window: the lines that were sent, what one answered, and what the other would have. */
import type { ComparedRow, Side, SideBySide } from "generated/bubbles";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { runs } from "../runs";
import { SHAPES } from "../severity";
import { sheet } from "../sheet";
import { showDialog } from "../show-dialog";
import style from "../styles/comparison.css";
import controls from "../styles/controls.css";
import type { Words } from "../words";

export class SmtpComparison extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @state() private shown: SideBySide | null = null;
  @state() private onlyOther = false;

  @query("dialog") private dialog!: HTMLDialogElement;

  /** open shows two servers; the dialog gives the focus back when it closes. */
  async open(shown: SideBySide): Promise<void> {
    this.shown = shown;
    this.onlyOther = false;
    await this.updateComplete;
    showDialog(this.dialog);
    this.dialog.scrollTo(0, 0);
  }

  /** What is shown speaks one language; in another one it would have to be asked for again. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get("words")) this.#close();
  }

  protected override render(): TemplateResult {
    const { shown, words } = this;
    return html`<dialog aria-label=${words("compare.title")} tabindex="-1"
      @click=${this.#pressed} @close=${this.#closed}>${shown ? this.#content(shown) : nothing}</dialog>`;
  }

  #content(shown: SideBySide): TemplateResult {
    const { words } = this;
    const rows = shown.rows.filter(({ differs }) => differs || !this.onlyOther);
    return html`
      <div class="top">
        <h2>${words("compare.title")}</h2>
        <button type="button" @click=${this.#close}>${words("page.close")}</button>
      </div>
      <p class="intro">${words("compare.intro", { here: shown.here, there: shown.there })}</p>
      <p class="summary">${shown.summary}</p>
      ${shown.rows.some(({ differs }) => differs) ? this.#filter() : nothing}
      <ol class="rows">${rows.map((row) => rowTemplate(row, shown))}</ol>`;
  }

  #filter(): TemplateResult {
    return html`<p class="filter"><label><input type="checkbox" .checked=${this.onlyOther}
      @change=${this.#filtered}> ${this.words("compare.only")}</label></p>`;
  }

  #filtered(event: Event): void {
    this.onlyOther = (event.target as HTMLInputElement).checked;
  }

  #pressed(event: MouseEvent): void {
    if (event.target === this.dialog) this.#close();
  }

  #close(): void {
    if (this.dialog?.open) this.dialog.close();
  }

  #closed(): void {
    this.shown = null;
  }
}

function rowTemplate(row: ComparedRow, { here, there }: SideBySide): TemplateResult {
  return html`<li ?data-differs=${row.differs}>
    <h3>${row.on_wire ? html`<code lang="en">${row.line}</code>` : row.line}
      ${row.mark ? html`<span class="mark">${row.mark}</span>` : nothing}</h3>
    <div class="sides">${sideTemplate(row.here, here)} ${sideTemplate(row.there, there)}</div>
  </li>`;
}

function sideTemplate(side: Side, name: string): TemplateResult {
  const { severity, severity_word: word } = side;
  return html`<div class="side" data-severity=${severity}>
    <p class="who">${name} ${word ? html`<span class="word"><span aria-hidden="true">${SHAPES[severity]}</span> ${word}</span>` : nothing}</p>
    ${side.remark ? html`<p class="silent">${side.remark}</p>` : nothing}
    ${side.lines.length ? html`<div class="wire" lang="en">${side.lines.map((line) => html`<div>${line}</div>`)}</div>` : nothing}
    ${side.departs.length ? html`<p class="departs">${runs(side.departs)}</p>` : nothing}
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-comparison": SmtpComparison;
  }
}
