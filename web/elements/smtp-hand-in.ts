/** What a learner gives to the teacher: a file, or a code for a chat. Both stay here until they are taken. */
import type { Results } from "generated/desk";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/hand-in.css";
import { wish } from "../wishes";
import type { Words } from "../words";

export class SmtpHandIn extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) asksName = true;
  @property({ attribute: false }) results: Results | null = null;

  @query("form") private form!: HTMLFormElement;
  @query("input") private field!: HTMLInputElement | null;

  protected override render(): TemplateResult {
    const { words, results } = this;
    const ask = (what: "hand-in" | "copy") => () => this.#wish(what);
    return html`<h3>${words("packs.hand-in")}</h3>
      <p class="soft">${words("packs.hand-in-text")}</p>
      <form @submit=${this.#submitted}>
        ${this.asksName ? html`<label>${words("packs.name")}<input name="name" maxlength="80" required autocomplete="name"></label>` : nothing}
        <p class="acts"><button class="primary" data-what="hand-in">${words("packs.save")}</button>
          <button type="button" data-what="copy" @click=${ask("copy")}>${words("packs.copy")}</button></p>
      </form>
      ${results ? html`<label>${words("packs.code")}<textarea readonly rows="3" lang="en" .value=${results.code} @focus=${selected}></textarea></label>` : nothing}`;
  }

  #submitted(event: Event): void {
    event.preventDefault();
    this.#wish("hand-in");
  }

  #wish(what: "hand-in" | "copy"): void {
    if (this.form.reportValidity())
      wish(this, "smtp-pack", { what, name: this.field?.value ?? "" });
  }
}

function selected(event: Event): void {
  (event.target as HTMLTextAreaElement).select();
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-hand-in": SmtpHandIn;
  }
}
