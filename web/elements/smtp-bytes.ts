/** What went over the wire, octet by octet: of one line with its limits, or of the whole conversation. */
import type { OctetPiece, OctetRow, OctetRun, OctetsView, SessionView } from "generated/bubbles";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { dotsTemplate, rulersTemplate } from "../octet-views";
import { sheet } from "../sheet";
import style from "../styles/bytes.css";
import controls from "../styles/controls.css";
import { wish } from "../wishes";
import { counted, type Words } from "../words";

/** No bubble has this number: it stands for all of them. */
const WHOLE = 0;
/** Pixels of width from which a line has two rows beside each other. */
const WIDE = 560;

export class SmtpBytes extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  /** Whenever it changes, there may be more octets. */
  @property({ attribute: false }) session!: SessionView;
  @property({ attribute: false }) octets: OctetsView | null = null;

  @state() private wide = false;

  readonly #resized = new ResizeObserver(() => {
    this.wide = this.clientWidth >= WIDE;
  });
  /** Where the reader was before one line was chosen. */
  #left = WHOLE;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("session") || changed.has("words")) this.#ask(this.octets?.bubble ?? WHOLE);
    const before = changed.get("octets");
    if (!before || before.bubble === this.octets?.bubble) return;
    const place = this.octets?.bubble ? ".back" : `[data-bubble="${this.#left}"] .choose`;
    if (this.shadowRoot?.activeElement || this.#left)
      this.renderRoot.querySelector<HTMLElement>(place)?.focus();
    if (!this.octets?.bubble) this.#left = WHOLE;
  }

  #ask(bubble: number): void {
    wish(this, "smtp-octets", { bubble });
  }

  #choose(bubble: number): void {
    if (bubble) this.#left = bubble;
    this.#ask(bubble);
  }

  protected override render(): TemplateResult {
    const { words, octets } = this;
    const pieces = octets?.pieces ?? [];
    return html`
      ${octets?.bubble ? this.#backButton() : html`<p class="soft">${words("bytes.intro")}</p>`}
      ${octets?.let_go ? html`<p class="soft">${words("bytes.let-go")}</p>` : nothing}
      ${octets && !pieces.length ? html`<p class="soft">${words("bytes.empty")}</p>` : nothing}
      ${pieces.map((piece) => this.#piece(piece, octets?.bubble !== WHOLE))}
      ${pieces.length ? html`<p class="soft key">${words("bytes.key")}</p>` : nothing}`;
  }

  #backButton(): TemplateResult {
    return html`<button type="button" class="back" @click=${() => this.#choose(WHOLE)}><span aria-hidden="true">←</span>
      ${this.words("bytes.all")}</button>`;
  }

  #piece(piece: OctetPiece, isAlone: boolean): TemplateResult {
    const { words } = this;
    const { bubble, label, size, more } = piece;
    return html`<section data-bubble=${bubble} data-speaker=${piece.speaker}>
      <h3>${label} ${isAlone ? nothing : this.#chooser(piece)}
        ${piece.has_secret ? nothing : html`<span class="size">${counted(words, "bytes.size-one", "bytes.size-other", size)}</span>`}</h3>
      ${piece.has_secret ? html`<p class="soft">${words("bytes.secret")}</p>` : nothing}
      <div class="scroll" tabindex="0" role="group" aria-label=${words("bytes.hex")}>${this.#table(piece.rows)}</div>
      ${more && !piece.has_secret ? html`<p class="soft">${words("bytes.more", { count: more })}</p>` : nothing}
      ${isAlone ? [rulersTemplate(piece.rulers, words), dotsTemplate(piece, words)] : nothing}
    </section>`;
  }

  #chooser({ bubble, label }: OctetPiece): TemplateResult {
    const name = this.words("bytes.choose", { label });
    return html`<button type="button" class="choose" aria-label=${name} title=${name}
      @click=${() => this.#choose(bubble)}>#${bubble}</button>`;
  }

  #table(rows: readonly OctetRow[]): TemplateResult {
    const { words } = this;
    return html`<table lang="en">
      <thead class="quiet"><tr><th scope="col">${words("bytes.offset")}</th>
        <th scope="col">${words("bytes.hex")}</th><th scope="col">${words("bytes.text")}</th></tr></thead>
      <tbody>${(this.wide ? paired(rows) : rows).map(rowTemplate)}</tbody>
    </table>`;
  }
}

function rowTemplate({ offset, runs }: OctetRow): TemplateResult {
  return html`<tr><th scope="row">${offset}</th>
    <td class="hex">${runs.map((run, index) => html`${index ? " " : ""}${mark(run, run.hex)}`)}</td>
    <td class="text">${runs.map((run) => mark(run, run.text))}</td></tr>`;
}

function mark({ kind }: OctetRun, text: string): TemplateResult {
  return kind === "text" ? html`${text}` : html`<span class=${kind}>${text}</span>`;
}

/** paired puts two rows into one. */
function paired(rows: readonly OctetRow[]): OctetRow[] {
  return rows
    .filter((_, index) => index % 2 === 0)
    .map(({ offset, runs }, index) => ({
      offset,
      runs: [...runs, ...(rows[2 * index + 1]?.runs ?? [])],
    }));
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-bytes": SmtpBytes;
  }
}
