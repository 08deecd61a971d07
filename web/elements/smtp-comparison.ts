/** Two replies that people confuse, side by side, in a dialog. */
import type { Comparison, Section, Severity } from "generated/bubbles";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { badge, sections } from "../detail";
import { links, paragraph, runs } from "../runs";
import { sheet } from "../sheet";
import style from "../styles/comparison.css";
import controls from "../styles/controls.css";
import type { Words } from "../words";

interface Side {
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
  readonly sections: readonly Section[];
}

export class SmtpComparison extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) comparison: Comparison | null = null;

  @query("dialog") private dialog!: HTMLDialogElement;

  /** open shows a comparison; the dialog gives the focus back when it closes. */
  async open(comparison: Comparison): Promise<void> {
    this.comparison = comparison;
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.scrollTo(0, 0);
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @click=${this.#pressed}>${
      this.comparison ? this.#content(this.comparison) : nothing
    }</dialog>`;
  }

  #content(comparison: Comparison): TemplateResult {
    const { words } = this;
    const [left, right] = sides(comparison);
    const close = () => this.dialog.close();
    return html`
      <div class="top"><h2 id="title">${comparison.title}</h2>
        <button type="button" @click=${close}>${words("page.close")}</button></div>
      <div class="summary">${paragraph(comparison.summary)}</div>
      ${this.#contrasts(comparison, left, right)}
      <div class="sides">${sideTemplate(left)}${sideTemplate(right)}</div>
      <div class="closing">${sections(comparison.closing)}</div>
      ${links(comparison.links, -1)}`;
  }

  #contrasts({ contrasts }: Comparison, left: Side, right: Side): TemplateResult | typeof nothing {
    const { words } = this;
    if (!contrasts.length) return nothing;
    return html`<h3 class="differences" id="differences">${words("comparison.differences")}</h3>
      <table role="table" aria-labelledby="differences">
        <thead role="rowgroup"><tr role="row">
          <th role="columnheader" scope="col">${words("comparison.aspect")}</th>
          <th role="columnheader" scope="col">${badge(left.code, left.severity)}</th>
          <th role="columnheader" scope="col">${badge(right.code, right.severity)}</th></tr></thead>
        <tbody role="rowgroup">${contrasts.map(
          (contrast) => html`<tr role="row"><th role="rowheader" scope="row">${contrast.aspect}</th>
            <td role="cell" data-code=${left.code}>${runs(contrast.left)}</td>
            <td role="cell" data-code=${right.code}>${runs(contrast.right)}</td></tr>`,
        )}</tbody>
      </table>`;
  }

  #pressed(event: MouseEvent): void {
    if (event.target === this.dialog) this.dialog.close();
  }
}

function sides(of: Comparison): readonly [Side, Side] {
  return [
    {
      code: of.left_code,
      title: of.left_title,
      severity: of.left_severity,
      sections: of.left_sections,
    },
    {
      code: of.right_code,
      title: of.right_title,
      severity: of.right_severity,
      sections: of.right_sections,
    },
  ];
}

function sideTemplate(side: Side): TemplateResult {
  return html`<section class="side" data-severity=${side.severity}>
    <h3>${badge(side.code, side.severity)} ${side.title}</h3>
    ${sections(side.sections)}
  </section>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-comparison": SmtpComparison;
  }
}
