/** Raw mode: what is written here, with escapes, is sent octet by octet, and nothing is added to it. */
import type { Mode, RawMistake, RawSample } from "generated/bubbles";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { isComposing } from "../keys";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/raw.css";
import { wish } from "../wishes";
import type { Words } from "../words";

export class SmtpRaw extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) mode: Mode = "command";
  @property({ attribute: false }) samples: readonly RawSample[] = [];
  /** While other lines are on their way, these octets would come between them. */
  @property({ type: Boolean }) busy = false;

  @state() private mistake: RawMistake | null = null;

  @query("input") private input!: HTMLInputElement;

  readonly #sent: string[] = [];
  #recalled = 0;

  override focus(): void {
    this.input.focus();
  }

  protected override render(): TemplateResult {
    const { words, mistake } = this;
    const back = () => wish(this, "smtp-raw-mode", { on: false });
    return html`
      <p class="banner"><span aria-hidden="true">→</span> <strong>${words("raw.title")}</strong>
        <span class="soft">${words("raw.banner")}</span>
        <button type="button" @click=${back}>${words("raw.back")}</button></p>
      <div class="chips" role="group" aria-label=${words("raw.samples")}>${this.#samplesTemplate()}</div>
      <form class="row" @submit=${this.#submit}>
        <input data-part="prompt" type="text" lang="en" aria-label=${words("raw.label")} aria-describedby="hint mistake"
          aria-invalid=${mistake !== null} placeholder=${words("raw.placeholder")} enterkeyhint="send"
          autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false"
          @input=${this.#typed} @keydown=${this.#keyed} />
        <button class="primary" type="submit" ?disabled=${this.busy}>${words("prompt.send")}</button>
      </form>
      <p class="mistake" id="mistake" role="alert">${mistake?.told ?? nothing}</p>
      <p class="hint" id="hint">${words("raw.hint")}</p>`;
  }

  #samplesTemplate(): TemplateResult[] {
    return this.samples
      .filter(({ mode }) => mode === this.mode)
      .map(
        ({ label, text }) => html`<button type="button" class="wire" lang="en"
          @click=${() => this.#insert(text)}>${label}</button>`,
      );
  }

  #insert(text: string): void {
    const { selectionStart, selectionEnd, value } = this.input;
    this.input.setRangeText(
      text,
      selectionStart ?? value.length,
      selectionEnd ?? value.length,
      "end",
    );
    this.mistake = null;
    this.input.focus();
  }

  #typed(): void {
    this.mistake = null;
    this.#recalled = this.#sent.length;
  }

  #keyed(event: KeyboardEvent): void {
    if (isComposing(event)) {
      if (event.key === "Enter") event.preventDefault();
      return;
    }
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#recalled = Math.max(0, Math.min(this.#recalled + step, this.#sent.length));
    this.input.value = this.#sent[this.#recalled] ?? "";
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const text = this.input.value;
    if (text && !this.busy)
      wish(this, "smtp-raw", { text, settle: (mistake) => this.#settle(text, mistake) });
  }

  #settle(text: string, mistake: RawMistake | null): void {
    this.mistake = mistake;
    if (mistake) {
      this.input.focus();
      this.input.setSelectionRange(mistake.start, mistake.end);
      return;
    }
    // What answers the server may be a secret: no key brings it back.
    if (this.mode !== "response" && text.length <= RECALLED_LENGTH) this.#sent.push(text);
    this.#recalled = this.#sent.length;
    if (this.input.value === text) this.input.value = "";
  }
}

const RECALLED_LENGTH = 4096;

declare global {
  interface HTMLElementTagNameMap {
    "smtp-raw": SmtpRaw;
  }
}
