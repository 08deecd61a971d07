/** Message mode: what is written here is content, until its end is said or its announced octets have come. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { isComposing } from "../keys";
import { rawButton } from "../raw-button";
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
  /** Of a message that is sent by its length: how many octets the server still waits for. */
  @property({ type: Number, reflect: true }) due = 0;

  @state() private doubleDots = true;
  /** Whether the message has begun to go out: then its header is over, or at least under way. */
  @state() private begun = false;

  @query("textarea") private area!: HTMLTextAreaElement;

  override focus(): void {
    this.area.focus();
  }

  /** add puts a line behind what is written. */
  add(line: string): void {
    const text = this.area.value;
    this.area.value = text && !text.endsWith("\n") ? `${text}\n${line}` : text + line;
    this.#typed();
    this.area.focus();
  }

  protected override render(): TemplateResult {
    return this.due ? this.#chunkTemplate() : this.#messageTemplate();
  }

  #messageTemplate(): TemplateResult {
    const { words } = this;
    const placeholder = words(this.begun ? "message.placeholder-more" : "message.placeholder");
    return html`
      ${this.#banner(words("message.title"), words("message.banner"))}
      ${this.#field(words("message.label"), placeholder, "dots-text")}
      <div class="actions">
        <button type="button" class="primary" title=${words("message.end-hint")} @click=${this.#end}>${words("message.end")}
          <code lang="en">${words("message.end-mark")}</code></button>
        <button type="button" ?disabled=${!this.value} @click=${this.#send}>${words("message.send")}</button>
        ${this.#exampleButton(this.begun)} ${rawButton(words)}
        <label class="switch"><input type="checkbox" role="switch" .checked=${this.doubleDots} @change=${this.#switched} />
          ${words("message.dots")}</label>
      </div>
      <p class="hint" role="status">${this.begun ? words("message.sent") : nothing}</p>
      <p class="hint" id="dots-text" ?data-off=${!this.doubleDots}>${words(this.doubleDots ? "message.dots-on" : "message.dots-off")}</p>`;
  }

  #chunkTemplate(): TemplateResult {
    const { words, due } = this;
    const count = octets(this.value);
    const facts = { count, due, more: count - due };
    const standing = count < due ? "count" : count === due ? "full" : "over";
    return html`
      ${this.#banner(words("chunk.title"), words("chunk.banner"))}
      ${this.#field(words("chunk.label"), words("chunk.placeholder"), "count")}
      <div class="actions">
        <button type="button" class="primary" ?disabled=${!this.value} @click=${this.#send}>${words("message.send")}</button>
        ${this.#exampleButton(false)} ${rawButton(words)}
        <p class="count" id="count" data-standing=${standing}>${words(`chunk.${standing}`, facts)}</p>
      </div>
      <p class="hint" role="status">${this.begun ? words("chunk.sent", facts) : nothing}</p>`;
  }

  #banner(title: string, text: string): TemplateResult {
    return html`<p class="banner"><span aria-hidden="true">→</span> <strong>${title}</strong>
      <span class="soft">${text}</span></p>`;
  }

  #field(label: string, placeholder: string, description: string): TemplateResult {
    return html`<textarea data-part="prompt" lang="en" rows="5" .value=${this.value} aria-label=${label}
      aria-describedby=${description} placeholder=${placeholder}
      autocapitalize="off" autocorrect="off" spellcheck="false"
      @input=${this.#typed} @keydown=${this.#keyed}></textarea>`;
  }

  #exampleButton(isTooLate: boolean): TemplateResult {
    const isIdle = !this.example || this.value !== "" || isTooLate;
    return html`<button type="button" ?disabled=${isIdle} @click=${this.#insert}>${this.words("message.example")}</button>`;
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
    if (this.due) this.#send();
    else this.#end();
  }

  /** A person who types the final dot, or the last octet that is due, and presses Enter means it. */
  #caretAfterEnd(): boolean {
    const { selectionStart, selectionEnd, value } = this.area;
    const atEnd = selectionStart === value.length && selectionEnd === value.length;
    return atEnd && (this.due ? octets(value) === this.due : this.#endsItself(value));
  }

  #send(): void {
    this.#say(!this.due && this.#endsItself(this.value));
    this.begun = true;
    this.area.focus();
  }

  #end(): void {
    this.#say(true);
  }

  #say(ends: boolean): void {
    const text = withoutLastBreak(ends ? this.#withoutEnd(this.value) : this.value);
    this.value = "";
    wish(this, "smtp-say", { text, doubleDots: this.doubleDots && !this.due, ends });
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

/** octets counts what a text is when it is sent: in UTF-8, each line end as two. */
function octets(text: string): number {
  if (!text) return 0;
  const lines = withoutLastBreak(text).split("\n");
  return lines.reduce((sum, line) => sum + UTF_8.encode(line).length + LINE_END, 0);
}

const UTF_8 = new TextEncoder();
const LINE_END = 2;

function withoutLastBreak(text: string): string {
  return text.replace(/\n$/, "");
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-message-editor": SmtpMessageEditor;
  }
}
