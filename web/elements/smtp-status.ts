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
  @property({ reflect: true }) connection: "none" | "open" | "closed" = "none";

  protected override render(): TemplateResult {
    const { words } = this;
    const connect = () => wish(this, "smtp-connect", { persona: "" });
    const clear = () => wish(this, "smtp-clear", null);
    const panel = () => wish(this, "smtp-follow", { target: "panel", bubble: -1 });
    const open = (dialog: "exports" | "imports") => wish(this, "smtp-open", { dialog });
    return html`
      <p class="text">${this.secure ? LOCK : DOT}${this.text}</p>
      <p class="trips">${counted(words, "status.round-trips-one", "status.round-trips-other", this.roundTrips)}</p>
      <div class="actions">
        <button type="button" class="plain" ?disabled=${!this.canAct} @click=${connect}>${words("status.new-connection")}</button>
        <button type="button" class="plain" ?disabled=${!this.canAct} title=${words("status.clear-hint")} @click=${clear}>${words("status.clear")}</button>
        <button type="button" class="plain" ?disabled=${!this.canAct} aria-haspopup="dialog" @click=${() => open("exports")}>${words("status.export")}</button>
        <button type="button" class="plain" ?disabled=${!this.canAct} aria-haspopup="dialog" @click=${() => open("imports")}>${words("status.import")}</button>
        <button type="button" class="plain" ?hidden=${!this.hasPanelButton} aria-haspopup="dialog" @click=${panel}>${words("status.details")}</button>
      </div>`;
  }
}

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
