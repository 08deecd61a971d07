/** A log of another program: pasted, told apart by side, explained line by line, and said again here. */
import type { ImportedLog, LogRow, Replay } from "generated/transcripts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { runs } from "../runs";
import { SHAPES } from "../severity";
import { sheet } from "../sheet";
import { closeBeside } from "../show-dialog";
import controls from "../styles/controls.css";
import dialogs from "../styles/dialog.css";
import style from "../styles/import.css";
import { wish } from "../wishes";
import { counted, type Words } from "../words";

/** Characters of a log that are read. */
const READ_AT_MOST = 1_000_000;
/** Lines that the field takes of a paste, more than are read: to lay out many more takes a browser minutes. */
const LINES_TAKEN = 5_000;
const ROWS_AT_ONCE = 200;
const REPLAYS_OFFERED = 20;

export class SmtpImport extends LitElement {
  static override styles = [sheet(controls), sheet(dialogs), sheet(style)];

  @property({ attribute: false }) words!: Words;
  /** Whether there is a server to say lines to. */
  @property({ attribute: false }) canReplay = false;
  @property({ attribute: false }) log: ImportedLog | null = null;

  @state() private reveals = false;
  @state() private rows = ROWS_AT_ONCE;
  @state() private told = "";
  /** Characters of a paste that were not taken. */
  @state() private cut = 0;

  @query("dialog") private dialog!: HTMLDialogElement;
  @query("textarea") private field!: HTMLTextAreaElement;

  /** open shows the dialog, with what was pasted before. */
  open(): void {
    if (!this.dialog.open) this.dialog.showModal();
    this.field.focus();
    this.field.select(); // what is pasted now takes the place of what was before
  }

  /** show shows a log that was read. */
  show(log: ImportedLog): void {
    this.log = log;
    this.reveals = false;
    this.rows = ROWS_AT_ONCE;
    this.told = this.#summary(log);
  }

  /** tell says something in the dialog, over which no other notice is seen. */
  tell(told: string): void {
    this.told = told;
  }

  protected override render(): TemplateResult {
    const { words, log } = this;
    const close = () => this.dialog.close();
    return html`<dialog aria-labelledby="title" @click=${closeBeside}>
      <div class="top"><h2 id="title">${words("import.title")}</h2>
        <button type="button" @click=${close}>${words("page.close")}</button></div>
      <form @submit=${this.#read}>
        <label for="log">${words("import.paste")}</label>
        <textarea id="log" rows="6" lang="en" autocomplete="off" autocapitalize="off" spellcheck="false" wrap="off"
          aria-describedby="kinds" @paste=${this.#pasted} @input=${this.#typed}></textarea>
        <p class="advice" id="kinds">${words("import.kinds")}</p>
        <div class="acts"><button class="primary">${words("import.read")}</button>
          <span class="told" role="status">${this.told}</span></div>
      </form>
      ${log ? this.#log(log) : nothing}
    </dialog>`;
  }

  #log(log: ImportedLog): TemplateResult {
    const { words } = this;
    const toggle = (event: Event) => {
      this.reveals = (event.target as HTMLInputElement).checked;
    };
    return html`
      ${log.secrets ? html`<label class="secrets"><input type="checkbox" .checked=${this.reveals} @change=${toggle}> ${words("import.secrets")}</label>` : nothing}
      <div class="replays">${log.replays.slice(0, REPLAYS_OFFERED).map((replay) => this.#replay(replay, log.replays.length))}</div>
      <table role="table"><caption class="quiet">${words("import.table")}</caption>
        <thead role="rowgroup"><tr role="row">
          <th role="columnheader" scope="col">${words("import.number")}</th>
          <th role="columnheader" scope="col">${words("import.line")}</th>
          <th role="columnheader" scope="col">${words("import.meaning")}</th>
        </tr></thead>
        <tbody role="rowgroup">${log.rows.slice(0, this.rows).map((row) => this.#row(row))}</tbody>
      </table>
      ${this.#more(log)}`;
  }

  #replay({ first, lines }: Replay, count: number): TemplateResult {
    const { words } = this;
    const say = () => {
      this.dialog.close();
      wish(this, "smtp-play", { lines });
    };
    const label = counted(words, "import.replay-one", "import.replay-other", lines.length);
    return html`<button type="button" ?disabled=${!this.canReplay} @click=${say}>${label}${
      count > 1 ? ` ${words("import.replay-from", { first })}` : ""
    }</button>`;
  }

  #row(row: LogRow): TemplateResult {
    const { words } = this;
    const text = this.reveals && row.secret ? row.secret : row.text;
    return html`<tr role="row" data-from=${row.speaker} data-severity=${row.severity} ?data-unsure=${!row.sure}>
      <td role="cell" class="number">${row.number}</td>
      <td role="cell" class="said"><span class="who">${row.label}${row.sure ? nothing : html` <span class="unsure">${words("import.unsure")}</span>`}</span>
        <code lang="en">${text}</code>
        ${row.around ? html`<code class="around" lang="en">${row.around}</code>` : nothing}</td>
      <td role="cell" class="meaning">${this.#meaning(row)}</td>
    </tr>`;
  }

  #meaning({ title, explanation, target, target_label, severity }: LogRow): TemplateResult {
    const follow = () => wish(this, "smtp-entry", { address: target });
    return html`<strong>${severity === "none" ? nothing : SHAPES[severity]} ${title}</strong>
      ${explanation.length ? html`<p>${runs(explanation)}</p>` : nothing}
      ${target ? html`<button type="button" class="link" @click=${follow}>${target_label}</button>` : nothing}`;
  }

  #more(log: ImportedLog): TemplateResult | typeof nothing {
    const rest = log.rows.length - this.rows;
    if (rest <= 0) return nothing;
    const more = () => {
      this.rows += ROWS_AT_ONCE;
    };
    return html`<button type="button" @click=${more}>${counted(this.words, "import.more-one", "import.more-other", rest)}</button>`;
  }

  #summary(log: ImportedLog): string {
    const { words } = this;
    const counts = [
      counted(words, "import.lines-one", "import.lines-other", log.rows.length),
      log.secrets && counted(words, "import.secrets-one", "import.secrets-other", log.secrets),
      log.unsure && counted(words, "import.unsure-one", "import.unsure-other", log.unsure),
      log.left_out && counted(words, "import.left-out-one", "import.left-out-other", log.left_out),
      this.cut && words("import.cut", { count: this.cut }),
    ];
    return [words(`import.kind-${log.kind}`), ...counts.filter(Boolean)].join(" · ");
  }

  #pasted(event: ClipboardEvent): void {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    const { selectionStart: from, selectionEnd: to, value } = this.field;
    const taken = beginning(pasted, READ_AT_MOST - value.length + (to - from));
    this.cut = pasted.length - taken.length;
    if (this.cut) {
      event.preventDefault();
      this.field.setRangeText(taken, from, to, "end");
    }
    // What was pasted whole is in the field only after this event.
    setTimeout(() => this.#ask());
  }

  #typed(): void {
    if (!this.field.value) this.log = null;
  }

  #read(event: Event): void {
    event.preventDefault();
    this.#ask();
  }

  #ask(): void {
    const text = this.field.value;
    this.told = this.words(text.trim() ? "import.reading" : "import.empty");
    this.log = null;
    if (text.trim()) wish(this, "smtp-import", { text });
  }
}

/** beginning returns as much of a text as the field takes. */
function beginning(text: string, room: number): string {
  let end = 0;
  for (let line = 0; line < LINES_TAKEN && end >= 0; line += 1)
    end = text.indexOf("\n", end) + 1 || -1;
  return text.slice(0, Math.max(0, end < 0 ? room : Math.min(end, room)));
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-import": SmtpImport;
  }
}
