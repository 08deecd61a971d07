/** How the start goes: a bar while it goes, the reason and a way to try again when it does not. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import type { Trouble } from "../boot-view";
import type { Way } from "../messages";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/loader.css";
import { wish } from "../wishes";
import type { Words } from "../words";

export class SmtpLoader extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) text = "";
  /** Between 0 and 1; null while it cannot be told. */
  @property({ attribute: false }) share: number | null = null;
  @property({ attribute: false }) trouble: Trouble | null = null;

  @query("button") private retry!: HTMLButtonElement | null;

  override focus(): void {
    this.retry?.focus();
  }

  protected override render(): TemplateResult {
    return this.trouble ? this.#troubleTemplate(this.trouble) : this.#progressTemplate();
  }

  #progressTemplate(): TemplateResult {
    const { words } = this;
    return html`<div class="progress">
      <progress max="1" value=${this.share ?? nothing} aria-label=${words("loading.progress")}></progress>
      <p><strong>${this.text}</strong> <span class="soft">${words("loading.queue")}</span></p>
    </div>`;
  }

  #troubleTemplate({ lost, reason, way }: Trouble): TemplateResult {
    const { words } = this;
    const retry = (next: Way) => () => wish(this, "smtp-retry", { way: next });
    const plain = html`<button type="button" @click=${retry("plain")}>${words("failure.plain")}</button>`;
    return html`<div class="trouble" role="alert">
      <p class="what"><span aria-hidden="true">■</span> ${words(lost ? "failure.lost" : "failure.title")}</p>
      <p>${words("failure.reason")} <span class="reason">${reason}</span></p>
      <p class="soft">${words(lost ? "failure.kept" : "failure.waiting")}</p>
      <p class="ways">
        <button type="button" class="primary" @click=${retry(way)}>${words(lost ? "failure.restart" : "failure.retry")}</button>
        ${way === "plain" ? nothing : plain}
      </p>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-loader": SmtpLoader;
  }
}
