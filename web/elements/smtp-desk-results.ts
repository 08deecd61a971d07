/** Results at the teacher's desk: files and codes in, a table out. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { type ResultLine, timeOf } from "../desk/table";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/desk.css";
import { wish } from "../wishes";
import type { WordKey, Words } from "../words";

const COLUMNS = ["who", "lesson", "state", "tries", "hints", "time", "check"] as const;

export class SmtpDeskResults extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) lines: readonly ResultLine[] = [];

  @query("input") private file!: HTMLInputElement;
  @query("textarea") private codes!: HTMLTextAreaElement;

  protected override render(): TemplateResult {
    const { words, lines } = this;
    return html`<p class="soft">${words("desk.results-intro")}</p>
      <form @submit=${this.#read}>
        <label class="wide">${words("desk.codes")}<textarea rows="3" lang="en" autocomplete="off" autocapitalize="off" spellcheck="false"></textarea></label>
        <p class="acts"><button class="primary" data-what="codes">${words("desk.read-codes")}</button>
          <button type="button" data-what="files" @click=${() => this.file.click()}>${words("desk.open-results")}</button>
          <input type="file" multiple hidden accept=".json,application/json" @change=${this.#chosen}></p>
      </form>
      ${lines.length ? this.#table() : nothing}`;
  }

  #table(): TemplateResult {
    const { words, lines } = this;
    const ask = (what: "save-table" | "clear-table") => () => wish(this, "smtp-desk", { what });
    return html`<div class="scrolls" tabindex="0" role="region" aria-label=${words("desk.tab-results")}>
      <table><caption class="quiet">${words("desk.tab-results")}</caption>
        <thead><tr>${COLUMNS.map((name) => html`<th scope="col">${words(`desk.column-${name}`)}</th>`)}</tr></thead>
        <tbody>${lines.map((line) => this.#row(line))}</tbody></table></div>
      <p class="soft">${words("desk.check-text")}</p>
      <p class="acts"><button type="button" data-what="save-table" @click=${ask("save-table")}>${words("desk.save-table")}</button>
        <button type="button" data-what="clear-table" @click=${ask("clear-table")}>${words("desk.clear-table")}</button></p>`;
  }

  #row({ who, lesson, done, tries, hints, seconds, intact }: ResultLine): TemplateResult {
    const { words } = this;
    const check: WordKey = intact ? "desk.intact" : "desk.altered";
    return html`<tr ?data-altered=${!intact}><th scope="row">${who || words("desk.nameless")}</th>
      <td>${lesson}</td><td>${words(done ? "lesson.done" : "desk.begun")}</td><td class="number">${tries}</td>
      <td class="number">${hints}</td><td class="number">${seconds ? timeOf(seconds) : "–"}</td>
      <td class="check-cell"><span aria-hidden="true">${intact ? "✓" : "⚠"}</span> ${words(check)}</td></tr>`;
  }

  #read(event: Event): void {
    event.preventDefault();
    wish(this, "smtp-desk", { what: "result-codes", text: this.codes.value });
  }

  #chosen(): void {
    const files = [...(this.file.files ?? [])];
    this.file.value = "";
    if (files.length) wish(this, "smtp-desk", { what: "result-files", files });
  }

  /** forget empties the field, once its codes stand in the table. */
  forget(): void {
    this.codes.value = "";
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-desk-results": SmtpDeskResults;
  }
}
