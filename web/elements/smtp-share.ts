/** The window in which a link to the conversation is handed out: what is in it, and what is left out of it. */
import type { Shared } from "generated/bubbles";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { copied } from "../copying";
import { sheet } from "../sheet";
import { closeBeside } from "../show-dialog";
import controls from "../styles/controls.css";
import style from "../styles/share.css";
import { wish } from "../wishes";
import { counted, type Words } from "../words";

/** What the window shows. */
export interface Offer extends Shared {
  /** Empty if the conversation does not fit into one. */
  readonly link: string;
  readonly withSecrets: boolean;
}

/** Characters that every program takes for one link. */
const SAFE = 2000;

export class SmtpShare extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) offer: Offer | null = null;
  @state() private told = "";

  @query("dialog") private dialog!: HTMLDialogElement;
  @query("#link") private field!: HTMLInputElement | null;

  /** open shows a link; the dialog gives the focus back when it closes. */
  async open(offer: Offer): Promise<void> {
    this.offer = offer;
    this.told = "";
    await this.updateComplete;
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.field?.select();
  }

  protected override render(): TemplateResult {
    const { words, offer } = this;
    return html`<dialog aria-labelledby="title" @click=${closeBeside}>
      <div class="top"><h2 id="title">${words("share.title")}</h2>
        <button type="button" @click=${() => this.dialog.close()}>${words("page.close")}</button></div>
      ${offer ? this.#content(offer) : nothing}
    </dialog>`;
  }

  #content(offer: Offer): TemplateResult {
    const { words } = this;
    if (!offer.link) return html`<p>${words("share.too-much")}</p>`;
    return html`<p>${words("share.text")}</p>
      <div class="row">
        <label class="quiet" for="link">${words("share.link")}</label>
        <input id="link" type="text" readonly .value=${offer.link} autofocus @focus=${this.#select}>
        <button type="button" class="primary" @click=${this.#copy}>${words("share.copy")}</button>
      </div>
      <p class="told" role="status">${this.told}</p>
      ${offer.secrets ? this.#secrets(offer) : nothing}
      ${isFile() ? html`<p>${words("share.file")}</p>` : this.#embedding()}
      ${offer.link.length > SAFE ? html`<p>${words("share.long", { count: offer.link.length })}</p>` : nothing}
      <details><summary>${counted(words, "share.inside-one", "share.inside-other", offer.lines)}</summary>
        <p class="soft">${words("share.also")}</p>
        <ol tabindex="0" aria-label=${words("share.lines")}>${offer.shown.map((line) => html`<li><code lang="en">${line}</code></li>`)}</ol>
      </details>`;
  }

  #embedding(): TemplateResult {
    const embed = () => {
      this.dialog.close();
      wish(this, "smtp-embed-code", null);
    };
    return html`<p><button type="button" class="embed" aria-haspopup="dialog" @click=${embed}>${this.words("share.embed")}</button></p>`;
  }

  #secrets({ secrets, withSecrets }: Offer): TemplateResult {
    const { words } = this;
    const change = () => wish(this, "smtp-share", { secrets: !withSecrets });
    const told = withSecrets ? words("share.secrets-in") : words("share.secrets-out");
    return html`<div class="secrets">
      <label><input type="checkbox" .checked=${withSecrets} aria-describedby="secrets" @change=${change}>
        ${counted(words, "share.secrets-one", "share.secrets-other", secrets)}</label>
      <p id="secrets" class="soft">${told}</p>
    </div>`;
  }

  /** Where a page may not write to the clipboard, the reader does: the link is selected. */
  async #copy(): Promise<void> {
    if (await copied(this.offer?.link ?? "")) {
      this.told = this.words("share.copied");
      return;
    }
    this.field?.focus();
    this.field?.select();
    this.told = this.words("share.copy-yourself");
  }

  #select(): void {
    this.field?.select();
  }
}

function isFile(): boolean {
  return globalThis.location?.protocol === "file:";
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-share": SmtpShare;
  }
}
