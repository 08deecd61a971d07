/** A client of the reader's own: the code, what it prints, and what ended it. */
import type { FaultReply, FaultView } from "generated/client";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { Editor, type Writer } from "../client/editor";
import { type ClientState, IDLE, type Program } from "../client/state";
import { runs } from "../runs";
import { sheet } from "../sheet";
import style from "../styles/client.css";
import controls from "../styles/controls.css";
import tab from "../styles/tab.css";
import { wish } from "../wishes";
import type { Words } from "../words";

export class SmtpClient extends LitElement implements Writer {
  static override styles = [sheet(controls), sheet(tab), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) programs: readonly Program[] = [];
  @property({ attribute: false }) fares: ClientState = IDLE;
  /** The code that stands there when the element comes. */
  @property({ attribute: false }) code = "";
  /** Whether there is a server to speak to. */
  @property({ type: Boolean }) ready = false;

  @query(".editor") private place!: HTMLElement;
  @query("select") private chooser!: HTMLSelectElement;
  #editor: Editor | null = null;
  #pointed = 0;

  // What is done from outside.

  /** write puts other code in the editor. */
  write(code: string): void {
    this.#editor?.write(code);
  }

  /** point marks the line that brought something about; 0: none. */
  point(line: number): void {
    this.#editor?.mark({ pointed: line });
  }

  /** goTo puts the caret on a line. */
  goTo(line: number): void {
    this.#editor?.goTo(line);
  }

  override focus(): void {
    this.#editor?.focus();
  }

  // What is done in the editor.

  changed(code: string): void {
    wish(this, "smtp-client", { what: "write", code });
  }

  run(): void {
    if (this.fares.phase === "idle" && this.ready) wish(this, "smtp-client", { what: "run" });
  }

  pointed(line: number): void {
    if (line === this.#pointed) return;
    this.#pointed = line;
    wish(this, "smtp-client", { what: "point", line });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#editor?.close();
    this.#editor = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#open();
  }

  protected override firstUpdated(): void {
    this.#open();
  }

  #open(): void {
    if (this.#editor || !this.shadowRoot) return;
    const label = this.words("client.editor");
    this.#editor = new Editor(this.place, this.shadowRoot, this.code, label, this);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("fares")) this.#editor?.mark({ fault: this.fares.fault?.line ?? 0 });
    const label = this.words("client.editor");
    this.renderRoot.querySelector(".cm-content")?.setAttribute("aria-label", label);
  }

  protected override render(): TemplateResult {
    const { words, fares } = this;
    return html`
      <h2>${words("client.title")}</h2>
      <p class="intro">${words("client.intro")}</p>
      <p class="from"><label for="programs">${words("client.from")}</label>
        <select id="programs" @change=${this.#choose}>
          <option value="">${words("client.choose")}</option>
          ${this.programs.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}
        </select></p>
      <div class="editor"></div>
      <p class="keys soft">${words("client.keys")}</p>
      <div class="acts">${this.#runButton()}
        <button type="button" @click=${() => wish(this, "smtp-client", { what: "save" })}>${words("client.save")}</button>
        <button type="button" @click=${() => wish(this, "smtp-client", { what: "share" })}>${words("client.share")}</button>
      </div>
      <div class="told" role="status">${this.#told()}</div>
      ${fares.fault ? this.#fault(fares.fault) : nothing}
      ${fares.printed.length ? this.#printed() : nothing}`;
  }

  #runButton(): TemplateResult {
    const { words, fares } = this;
    if (fares.phase === "idle")
      return html`<button type="button" class="primary run" ?disabled=${!this.ready} @click=${this.run}>${words("client.run")}</button>`;
    const stop = () => wish(this, "smtp-client", { what: "stop" });
    return html`<button type="button" class="primary stop" @click=${stop}>${words("client.stop")}</button>`;
  }

  #told(): TemplateResult | typeof nothing {
    const { words, fares } = this;
    if (fares.phase === "starting") return html`<p>${words("client.starting")}</p>`;
    if (fares.phase === "running") return html`<p>${words("client.running")}</p>`;
    if (fares.phase === "showing") return html`<p>${words("client.showing")}</p>`;
    return html`${fares.told.map((text) => html`<p>${text}</p>`)}`;
  }

  #printed(): TemplateResult {
    const { words, fares } = this;
    const label = words("client.output");
    return html`<section class="printed"><h3>${label}</h3>
      <pre tabindex="0" role="region" aria-label=${label}>${fares.printed.map(
        ({ stream, text }) => html`<span class=${stream}>${text}</span>`,
      )}</pre></section>`;
  }

  #fault({ kind, title, text, fix, line, replies }: FaultView): TemplateResult {
    const { words } = this;
    const go = () => this.goTo(line);
    return html`<section class="fault" aria-labelledby="fault">
      <p class="kind"><code lang="en">${kind}</code>
        ${line ? html`<button type="button" class="link" @click=${go}>${words("client.line", { line })}</button>` : nothing}</p>
      <h3 id="fault">${title}</h3>
      <p>${runs(text)}</p>
      ${replies.length ? html`<ul class="replies" aria-label=${words("client.replies")}>${replies.map((reply) => this.#reply(reply))}</ul>` : nothing}
      <p class="fix"><strong>${words("client.fix")}</strong> ${runs(fix)}</p>
    </section>`;
  }

  #reply({ bubble, code, text, recipient }: FaultReply): TemplateResult {
    const shown = html`<code lang="en">${code} ${text}</code>`;
    const select = () => wish(this, "smtp-select", { bubble });
    return html`<li>${recipient ? html`<span class="recipient">${recipient}:</span> ` : nothing}${
      bubble
        ? html`<button type="button" class="link" title=${this.words("client.explain")} @click=${select}>${shown}</button>`
        : shown
    }</li>`;
  }

  /** Code that is there can be had back: the editor undoes. */
  #choose(): void {
    const program = this.programs.find(({ id }) => id === this.chooser.value);
    this.chooser.value = "";
    if (!program) return;
    this.write(program.code);
    wish(this, "smtp-client", { what: "begin", program: program.id });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-client": SmtpClient;
  }
}
