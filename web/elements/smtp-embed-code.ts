/** The dialog that makes code to embed what was said, and shows what it will look like. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { copied } from "../copying";
import { CODE_FORMS, type CodeForm, codeFor, type Embeddable, frameAddress } from "../embed-code";
import { sheet } from "../sheet";
import { closeBeside, showDialog } from "../show-dialog";
import controls from "../styles/controls.css";
import dialog from "../styles/dialog.css";
import style from "../styles/embed-code.css";
import type { Words } from "../words";

export class SmtpEmbedCode extends LitElement {
  static override styles = [sheet(controls), sheet(dialog), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @state() private what: Embeddable | null = null;
  @state() private form: CodeForm = "html";
  @state() private codes: Readonly<Record<CodeForm, string>> | null = null;
  @state() private preview = "";
  @state() private told = "";

  @query("dialog") private dialog!: HTMLDialogElement;
  @query("pre") private code!: HTMLElement;

  /** open shows the code for a session. */
  async open(what: Embeddable): Promise<void> {
    await this.#make(what);
    await this.updateComplete;
    showDialog(this.dialog);
  }

  async #make(what: Embeddable): Promise<void> {
    this.what = what;
    this.told = "";
    [this.codes, this.preview] = await Promise.all([codeFor(what), frameAddress(what)]);
  }

  /** What is shown speaks one language; in another one it would have to be asked for again. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get("words")) this.dialog?.close();
  }

  protected override render(): TemplateResult {
    const { words, what, codes } = this;
    return html`<dialog aria-labelledby="title" tabindex="-1" @click=${closeBeside}>
      <div class="top"><h2 id="title">${words("embed-code.title")}</h2>
        <button type="button" @click=${() => this.dialog.close()}>${words("page.close")}</button></div>
      ${what && codes ? this.#content(what, codes[this.form]) : nothing}
    </dialog>`;
  }

  #content(what: Embeddable, code: string): TemplateResult {
    const { words } = this;
    const change = () => void this.#make({ ...what, readonly: !what.readonly });
    return html`<p>${words("embed-code.text")}</p>
      <fieldset><legend>${words("embed-code.form")}</legend>${CODE_FORMS.map((form) => this.#choice(form))}</fieldset>
      <p class="soft">${words(`embed-code.${this.form}-hint`)}</p>
      <label class="readonly"><input type="checkbox" .checked=${what.readonly} @change=${change}> ${words("embed-code.readonly")}</label>
      <pre tabindex="0" aria-label=${words("embed-code.code")} lang="en">${code}</pre>
      <div class="acts"><button type="button" class="primary" @click=${this.#copy}>${words("embed-code.copy")}</button>
        <span class="told" role="status">${this.told}</span></div>
      <h3>${words("embed-code.preview")}</h3>
      <iframe src=${this.preview} title=${words("embed-code.preview")}></iframe>`;
  }

  #choice(form: CodeForm): TemplateResult {
    const choose = () => {
      this.form = form;
      this.told = "";
    };
    return html`<label><input type="radio" name="form" value=${form} .checked=${form === this.form} @change=${choose}>
      ${this.words(`embed-code.${form}`)}</label>`;
  }

  /** Where a page may not write to the clipboard, the reader does: the code is selected. */
  async #copy(): Promise<void> {
    if (await copied(this.code.textContent ?? "")) {
      this.told = this.words("embed-code.copied");
      return;
    }
    getSelection()?.selectAllChildren(this.code);
    this.code.focus();
    this.told = this.words("embed-code.copy-yourself");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-embed-code": SmtpEmbedCode;
  }
}
