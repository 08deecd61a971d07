/** Message mode: what is written here is content, until the end is said. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { isComposing } from "../keys";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/editor.css";
import { wish } from "../wishes";
import type { Words } from "../words";

export class SmtpMessageEditor extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) example = "";
  @property({ attribute: false }) value = "";

  @state() private doubleDots = true;
  /** Whether the message has begun to go out: then its header is over, or at least under way. */
  @state() private begun = false;

  @query("textarea") private area!: HTMLTextAreaElement;

  override focus(): void {
    this.area.focus();
  }

  protected override render(): TemplateResult {
    const { words } = this;
    return html`
      <p class="banner"><span aria-hidden="true">→</span> <strong>${words("message.title")}</strong>
        <span class="soft">${words("message.banner")}</span></p>
      <textarea data-part="prompt" lang="en" rows="5" .value=${this.value} aria-label=${words("message.label")}
        aria-describedby="dots-text" placeholder=${words(this.begun ? "message.placeholder-more" : "message.placeholder")}
        autocapitalize="off" autocorrect="off" spellcheck="false"
        @input=${this.#typed} @keydown=${this.#keyed}></textarea>
      <div class="actions">
        <button type="button" class="primary" title=${words("message.end-hint")} @click=${this.#end}>${words("message.end")}
          <code lang="en">${words("message.end-mark")}</code></button>
        <button type="button" ?disabled=${!this.value} @click=${this.#send}>${words("message.send")}</button>
        <button type="button" ?disabled=${!this.example || this.value !== "" || this.begun} @click=${this.#insert}>${words("message.example")}</button>
        <label class="switch"><input type="checkbox" role="switch" .checked=${this.doubleDots} @change=${this.#switched} />
          ${words("message.dots")}</label>
      </div>
      <p class="hint" role="status">${this.begun ? words("message.sent") : nothing}</p>
      <p class="hint" id="dots-text" ?data-off=${!this.doubleDots}>${words(this.doubleDots ? "message.dots-on" : "message.dots-off")}</p>`;
  }

  #typed(): void {
    this.value = this.area.value;
  }

  #switched(event: Event): void {
    this.doubleDots = (event.target as HTMLInputElement).checked;
  }

  #keyed(event: KeyboardEvent): void {
    if (event.key !== "Enter" || isComposing(event)) return;
    const wantsEnd = event.ctrlKey || event.metaKey || this.#caretAfterEnd();
    if (!wantsEnd) return;
    event.preventDefault();
    this.#end();
  }

  /** A person who types the final dot and presses Enter means it. */
  #caretAfterEnd(): boolean {
    const { selectionStart, selectionEnd, value } = this.area;
    const atEnd = selectionStart === value.length && selectionEnd === value.length;
    return atEnd && this.#endsItself(value);
  }

  #send(): void {
    this.#say(this.#endsItself(this.value));
    this.begun = true;
    this.area.focus();
  }

  #end(): void {
    this.#say(true);
  }

  #say(ends: boolean): void {
    const text = withoutLastBreak(ends ? this.#withoutEnd(this.value) : this.value);
    this.value = "";
    wish(this, "smtp-say", { text, doubleDots: this.doubleDots, ends });
  }

  /** The last line that is not empty is the mark that ends a message. */
  #endsItself(text: string): boolean {
    const mark = this.words("message.end-mark");
    return `\n${text}`.replace(/\n*$/, "").endsWith(`\n${mark}`);
  }

  #withoutEnd(text: string): string {
    return this.#endsItself(text)
      ? text.slice(0, text.lastIndexOf(this.words("message.end-mark")))
      : text;
  }

  async #insert(): Promise<void> {
    this.value = this.example;
    await this.updateComplete;
    this.area.focus();
    this.area.setSelectionRange(this.value.length, this.value.length);
  }
}

function withoutLastBreak(text: string): string {
  return text.replace(/\n$/, "");
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-message-editor": SmtpMessageEditor;
  }
}
