/** Where branches leave the conversation: each is named by its first line, and can be returned to. */
import type { Branch, Fork } from "generated/bubbles";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/fork.css";
import { wish } from "../wishes";
import { counted, type Words } from "../words";

export class SmtpFork extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) fork!: Fork;

  protected override render(): TemplateResult {
    return html`<div class="fork">
      <p id="ways">${SIGN}${this.words("travel.branches")}</p>
      <ul aria-labelledby="ways">${this.fork.branches.map((branch) => html`<li>${this.#button(branch)}</li>`)}</ul>
    </div>`;
  }

  #button({ id, name, is_wire, lines }: Branch): TemplateResult {
    const go = () => wish(this, "smtp-go-to", { branch: id });
    const count = counted(this.words, "travel.lines-one", "travel.lines-other", lines);
    return html`<button type="button" @click=${go}>
      ${is_wire ? html`<code class="name" lang="en">${name}</code>` : html`<span class="name">${name}</span>`}
      ${lines ? html`<span class="lines">${count}</span>` : nothing}
    </button>`;
  }
}

const SIGN = html`<svg class="sign" viewBox="0 0 12 12" aria-hidden="true"><path d="M3 11V1m0 8c0-3 5.5-2 5.5-6m-2 2 2-2 2 2" /></svg>`;

declare global {
  interface HTMLElementTagNameMap {
    "smtp-fork": SmtpFork;
  }
}
