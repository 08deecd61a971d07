/** The command line: chips say what may come, a ghost completes, Enter sends, the arrows bring back what was sent. */
import type { Chip } from "generated/bubbles";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { isComposing, pastedLines } from "../keys";
import { rawButton } from "../raw-button";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/prompt.css";
import { wish } from "../wishes";
import type { WordKey, Words } from "../words";

/**
 * In response mode the server waits for an answer, not for a command, and the answer may be a secret. It is
 * shown as it is typed, since nobody writes base64 blindly and what is wrong in it must be found; but it is
 * not completed, nor is anything brought back by the arrows. Once it is sent, the conversation shows dots.
 */
export class SmtpPrompt extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) chips: readonly Chip[] = [];
  @property({ attribute: false }) completions: readonly string[] = [];
  /** Lines sent before, oldest first. */
  @property({ attribute: false }) recent: readonly string[] = [];
  @property({ attribute: false }) value = "";
  @property({ reflect: true }) mode: "command" | "response" = "command";

  @state() private hint = "";
  /** Whether a chip or a suggestion wrote what stands here: a beginner may not know how to send it. */
  @state() private filled = false;
  @state() private atEnd = true;

  @query("input") private input!: HTMLInputElement;

  /** Where in `recent` the reader is; past its end: at the line being written. */
  #recalled = Number.POSITIVE_INFINITY;
  #draft = "";

  override focus(): void {
    this.input.focus();
  }

  /** fill puts a line into the field and selects the stretch that a person will want to change. */
  async fill(line: string, from: number, to: number): Promise<void> {
    this.filled = true;
    await this.#write(line, from, to);
  }

  /** resume goes on with what was written in the shell. */
  async resume(line: string, from: number, to: number): Promise<void> {
    if (line) await this.#write(line, from, to);
    else this.input.focus();
  }

  async #write(line: string, from: number, to: number): Promise<void> {
    this.value = line;
    await this.updateComplete;
    this.input.focus();
    this.input.setSelectionRange(from, to);
    this.#look();
  }

  protected override render(): TemplateResult {
    const { words } = this;
    const isResponse = this.mode === "response";
    return html`
      ${isResponse ? this.#banner() : nothing}
      <div class="chips" role="group" aria-label=${words("prompt.chips")}>${
        this.chips.length ? this.chips.map((chip) => this.#chip(chip)) : TO_COME
      }${this.chips.length ? rawButton(words) : nothing}</div>
      <form class="row" @submit=${this.#submit}>
        <span class="field">
          <span class="sign" aria-hidden="true">›</span>
          <span class="entry">
            <span class="ghost" aria-hidden="true">${this.#ghostTemplate()}</span>
            <input data-part="prompt" type="text" lang="en" .value=${this.value}
              aria-label=${words(isResponse ? "response.label" : "prompt.label")} aria-describedby="hint"
              placeholder=${words(isResponse ? "response.placeholder" : "prompt.placeholder")} enterkeyhint="send"
              autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false"
              @input=${this.#typed} @keydown=${this.#keyed} @paste=${this.#pasted}
              @keyup=${this.#look} @click=${this.#look} @scroll=${this.#look} />
          </span>
        </span>
        <button class="primary" type="submit">${words("prompt.send")}</button>
      </form>
      <p class="hint" id="hint">${this.hint || words(this.#hintKey())}</p>`;
  }

  #banner(): TemplateResult {
    return html`<p class="banner"><span aria-hidden="true">→</span> <strong>${this.words("response.title")}</strong>
      <span class="soft">${this.words("response.banner")}</span></p>`;
  }

  #hintKey(): WordKey {
    if (this.filled) return "prompt.filled";
    return this.mode === "response" ? "response.hint" : "prompt.hint";
  }

  #chip(chip: Chip): TemplateResult {
    const tell = () => {
      this.hint = chip.hint;
    };
    const hush = () => {
      this.hint = "";
    };
    const choose = () => {
      this.hint = "";
      void this.fill(chip.fill, chip.select_from, chip.select_to);
    };
    // A label in response mode that is not the line itself is words, and no part of the wire.
    const isWire = this.mode === "command" || chip.label === chip.fill;
    return html`<button type="button" class=${isWire ? "chip wire" : "chip"} lang=${isWire ? "en" : nothing}
      aria-description=${chip.hint} @click=${choose}
      @pointerenter=${tell} @focus=${tell} @pointerleave=${hush} @blur=${hush}>${chip.label}</button>`;
  }

  // The ghost: the rest of the likeliest line, after what is typed.

  #ghost(): string {
    if (!this.value || this.value.length > GHOST_LENGTH || !this.atEnd) return "";
    const typed = this.value.toLowerCase();
    const found = this.completions.find(
      (line) => line.length > typed.length && line.toLowerCase().startsWith(typed),
    );
    return found ?? "";
  }

  #ghostTemplate(): TemplateResult | typeof nothing {
    const ghost = this.#ghost();
    if (!ghost) return nothing;
    return html`<span class="typed">${this.value}</span>${ghost.slice(this.value.length)}`;
  }

  /** look keeps the ghost away while the caret is not at the end, or the line is scrolled. */
  #look(): void {
    const { selectionStart, selectionEnd, value, scrollWidth, clientWidth } = this.input;
    const caretAtEnd = selectionStart === value.length && selectionEnd === value.length;
    this.atEnd = caretAtEnd && scrollWidth <= clientWidth;
  }

  #typed(): void {
    this.value = this.input.value;
    this.#recalled = Number.POSITIVE_INFINITY;
    this.#look();
  }

  #keyed(event: KeyboardEvent): void {
    if (isComposing(event)) {
      if (event.key === "Enter") event.preventDefault();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "ArrowUp") this.#recall(-1, event);
    else if (event.key === "ArrowDown") this.#recall(1, event);
    else if (event.key === "ArrowRight") this.#take(event);
  }

  #take(event: KeyboardEvent): void {
    this.#look();
    const ghost = this.#ghost();
    if (!ghost) return;
    event.preventDefault();
    void this.#write(ghost, ghost.length, ghost.length);
  }

  #recall(step: number, event: KeyboardEvent): void {
    event.preventDefault();
    const { recent } = this;
    const from = Math.min(this.#recalled, recent.length);
    const to = Math.max(0, Math.min(from + step, recent.length));
    if (to === from) return;
    if (from === recent.length) this.#draft = this.value;
    this.#recalled = to;
    const line = recent[to] ?? this.#draft;
    this.filled = false;
    void this.#write(line, line.length, line.length);
  }

  // Sending.

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.#say(this.input.value);
  }

  #pasted(event: ClipboardEvent): void {
    const lines = pastedLines(event, this.input);
    if (lines !== null) this.#say(lines);
  }

  #say(text: string): void {
    this.value = "";
    this.input.value = "";
    this.filled = false;
    this.#recalled = Number.POSITIVE_INFINITY;
    this.#look();
    wish(this, "smtp-say", { text, doubleDots: false, ends: false });
  }
}

/** Nothing longer is completed. */
const GHOST_LENGTH = 1024;

/** They keep the place of the chips until there are some. */
const TO_COME = [1, 2, 3].map(() => html`<span class="to-come"></span>`);

declare global {
  interface HTMLElementTagNameMap {
    "smtp-prompt": SmtpPrompt;
  }
}
