/** What was said, to take along: in one form of several, to copy or to keep as a file. Secrets only if asked for. */
import type { ExportedFile } from "generated/transcripts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { copied } from "../copying";
import { keep } from "../save";
import { sheet } from "../sheet";
import { closeBeside, showDialog } from "../show-dialog";
import controls from "../styles/controls.css";
import dialogs from "../styles/dialog.css";
import style from "../styles/export.css";
import { EXPORT_FORMS, type ExportForm, wish } from "../wishes";
import { counted, type Words } from "../words";

/** Characters of the preview: what is copied and kept is whole. */
const PREVIEW = 20_000;

export class SmtpExport extends LitElement {
  static override styles = [sheet(controls), sheet(dialogs), sheet(style)];

  @property({ attribute: false }) words!: Words;
  /** What was exported last. */
  @property({ attribute: false }) file: ExportedFile | null = null;

  /** Whether there is a place where a program can be opened. */
  @property({ type: Boolean }) opensPrograms = false;

  @state() private form: ExportForm = "text";
  @state() private secrets = false;
  @state() private told = "";
  /** Whether all of it is shown, for a reader who has to copy by hand. */
  @state() private whole = false;

  @query("dialog") private dialog!: HTMLDialogElement;
  @query("pre") private preview!: HTMLElement | null;

  /** open shows the dialog; secrets are never asked for before the reader does. */
  async open(): Promise<void> {
    this.secrets = false;
    this.file = null;
    showDialog(this.dialog);
    this.#ask();
  }

  /** tell says something in the dialog, over which no other notice is seen. */
  tell(told: string): void {
    this.told = told;
  }

  protected override render(): TemplateResult {
    const { words, file } = this;
    const close = () => this.dialog.close();
    return html`<dialog aria-labelledby="title" tabindex="-1" @click=${closeBeside}>
      <div class="top"><h2 id="title">${words("export.title")}</h2>
        <button type="button" @click=${close}>${words("page.close")}</button></div>
      <fieldset class="forms"><legend>${words("export.form")}</legend>${EXPORT_FORMS.map((form) => this.#choice(form))}</fieldset>
      <p class="advice">${words(`export.${this.form}-hint`)}</p>
      <label class="secrets"><input type="checkbox" name="secrets" .checked=${this.secrets} aria-describedby="warning" @change=${this.#toggle}>
        ${words("export.secrets")}</label>
      <p class="warning" id="warning" ?data-risky=${this.secrets}>${this.#warning()}</p>
      <div class="acts">
        <button type="button" class="primary" ?disabled=${!file} @click=${this.#copy}>${words("export.copy")}</button>
        <button type="button" ?disabled=${!file} @click=${this.#save}>${words("export.save")}</button>
        ${this.form === "smtplib" && this.opensPrograms ? html`<button type="button" ?disabled=${!file} @click=${this.#open}>${words("client.open")}</button>` : nothing}
        <span class="told" role="status">${this.told}</span>
      </div>
      ${file ? this.#shown(file) : nothing}
    </dialog>`;
  }

  #choice(form: ExportForm): TemplateResult {
    const choose = () => {
      this.form = form;
      this.#ask();
    };
    return html`<label><input type="radio" name="form" value=${form} .checked=${form === this.form} @change=${choose}>
      <span>${this.words(`export.${form}`)}</span></label>`;
  }

  #warning(): string {
    const { words, file } = this;
    if (this.secrets) return words("export.secrets-warning");
    const secrets = file?.secrets ?? 0;
    if (!secrets) return words("export.secrets-none");
    return counted(words, "export.secrets-one", "export.secrets-other", secrets);
  }

  #shown({ text, filename }: ExportedFile): TemplateResult {
    const isCut = !this.whole && text.length > PREVIEW;
    return html`<h3 class="name">${filename}</h3>
      <pre tabindex="0" lang="en" role="region" aria-label=${this.words("export.preview")}>${isCut ? text.slice(0, PREVIEW) : text}</pre>
      ${isCut ? html`<p class="advice">${this.words("export.cut")}</p>` : nothing}`;
  }

  #toggle(event: Event): void {
    this.secrets = (event.target as HTMLInputElement).checked;
    this.#ask();
  }

  #ask(): void {
    this.told = "";
    this.whole = false;
    wish(this, "smtp-export", { form: this.form, secrets: this.secrets });
  }

  async #copy(): Promise<void> {
    if (!this.file) return;
    const isCopied = await copied(this.file.text);
    if (!isCopied) await this.#select();
    this.told = this.words(isCopied ? "export.copied" : "export.copy-by-hand");
  }

  /** Where a page may not write to the clipboard, its reader can. */
  async #select(): Promise<void> {
    this.whole = true;
    await this.updateComplete;
    if (this.preview) getSelection()?.selectAllChildren(this.preview);
    this.preview?.focus();
  }

  #open(): void {
    if (!this.file) return;
    this.dialog.close();
    wish(this, "smtp-program", { code: this.file.text });
  }

  #save(): void {
    if (!this.file) return;
    const { filename, type, text } = this.file;
    keep(filename, new Blob([text], { type: `${type};charset=utf-8` }));
    this.told = this.words("export.saved", { filename });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-export": SmtpExport;
  }
}
