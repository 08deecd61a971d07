/** The line over the conversation: to whom, how long, and the ways to begin again. */
import { html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/status.css";
import { wish } from "../wishes";
import { counted, type Words } from "../words";

export class SmtpStatus extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) text = "";
  @property({ attribute: false }) roundTrips = 0;
  @property({ attribute: false }) canAct = false;
  /** The panel is a sheet here, and needs a button. */
  @property({ attribute: false }) hasPanelButton = false;
  @property({ attribute: false }) secure = false;
  @property({ attribute: false }) canUndo = false;
  @property({ attribute: false }) canRedo = false;
  @property({ reflect: true }) connection: "none" | "open" | "closed" = "none";

  protected override render(): TemplateResult {
    const { words } = this;
    const connect = () => wish(this, "smtp-connect", { persona: "" });
    const clear = () => wish(this, "smtp-clear", null);
    const share = () => wish(this, "smtp-share", { secrets: false });
    const panel = () => wish(this, "smtp-follow", { target: "panel", bubble: -1 });
    const open = (dialog: "exports" | "imports") => wish(this, "smtp-open", { dialog });
    return html`
      <p class="text">${this.secure ? LOCK : DOT}${this.text}</p>
      <p class="trips">${counted(words, "status.round-trips-one", "status.round-trips-other", this.roundTrips)}</p>
      <div class="actions">
        ${this.#step("undo", this.canUndo, UNDO)}${this.#step("redo", this.canRedo, REDO)}
        <button type="button" class="plain" ?disabled=${!this.canAct} aria-haspopup="dialog" @click=${share}>${words("share.button")}</button>
        <button type="button" class="plain" ?disabled=${!this.canAct} @click=${connect}>${words("status.new-connection")}</button>
        <button type="button" class="plain" ?disabled=${!this.canAct} title=${words("status.clear-hint")} @click=${clear}>${words("status.clear")}</button>
        <button type="button" class="plain" ?disabled=${!this.canAct} aria-haspopup="dialog" @click=${() => open("exports")}>${words("status.export")}</button>
        <button type="button" class="plain" ?disabled=${!this.canAct} aria-haspopup="dialog" @click=${() => open("imports")}>${words("status.import")}</button>
        <button type="button" class="plain" ?hidden=${!this.hasPanelButton} aria-haspopup="dialog" @click=${panel}>${words("status.details")}</button>
      </div>`;
  }

  /** A button that has nothing to do keeps its focus: it was pressed to get here. */
  #step(way: "undo" | "redo", can: boolean, sign: TemplateResult): TemplateResult {
    const go = () => can && wish(this, `smtp-${way}`, null);
    return html`<button type="button" class="plain step" ?disabled=${!this.canAct} aria-disabled=${String(!can)}
      aria-label=${this.words(`travel.${way}`)} title=${this.words(`travel.${way}-hint`)} @click=${go}>${sign}</button>`;
  }
}

const UNDO = html`<svg class="sign" viewBox="0 0 12 12" aria-hidden="true"><path d="M4.5 1.5 1.5 4.5l3 3M1.5 4.5H8a2.75 2.75 0 0 1 0 5.5H5" /></svg>`;
const REDO = html`<svg class="sign" viewBox="0 0 12 12" aria-hidden="true"><path d="m7.5 1.5 3 3-3 3m3-3H4a2.75 2.75 0 0 0 0 5.5h3" /></svg>`;

// The text beside them says the same.
const DOT = html`<span class="dot" aria-hidden="true"></span>`;
const LOCK = html`<svg class="lock" viewBox="0 0 10 12" aria-hidden="true">
  <path d="M3 5V3.5a2 2 0 0 1 4 0V5" />
  <rect x="1" y="5" width="8" height="6" rx="1" />
</svg>`;

declare global {
  interface HTMLElementTagNameMap {
    "smtp-status": SmtpStatus;
  }
}
