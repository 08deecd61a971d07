/** The reference in a window over the conversation: an entry, or the list of all, under the box that finds. */
import type { Entry, FindRow, Reference } from "generated/entries";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { badgeTemplate, entryTemplate, type Place } from "../reference/entry";
import { foundTemplate } from "../reference/found";
import { sheet } from "../sheet";
import { showDialog } from "../show-dialog";
import controls from "../styles/controls.css";
import entryStyle from "../styles/entry.css";
import found from "../styles/found.css";
import style from "../styles/reference.css";
import { wish } from "../wishes";
import type { Words } from "../words";

/** What the window shows: of the list there is no entry. */
export interface Shown {
  readonly data: Reference;
  readonly entry: Entry | null;
  /** A term of the glossary, or another place in the entry; may be empty. */
  readonly at: string;
  /** Where the entry has a page of its own; empty: nowhere. */
  readonly page: string;
}

const KINDS = [
  "replies",
  "enhanced",
  "commands",
  "extensions",
  "compare",
  "glossary",
] as const satisfies readonly Entry["kind"][];

export class SmtpReference extends LitElement {
  static override styles = [sheet(controls), sheet(entryStyle), sheet(found), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) shown: Shown | null = null;
  @state() private line = "";

  @query("dialog") private dialog!: HTMLDialogElement;

  /** open shows an entry or the list; the dialog gives the focus back when it closes. */
  async open(shown: Shown): Promise<void> {
    this.shown = shown;
    this.line = "";
    await this.updateComplete;
    showDialog(this.dialog);
    this.dialog.focus();
    this.dialog.scrollTo(0, 0);
    const place = shown.at ? this.renderRoot.querySelector(`#${CSS.escape(shown.at)}`) : null;
    if (place instanceof HTMLDetailsElement) place.open = true;
    place?.scrollIntoView({ block: "center" });
  }

  /** close closes the window, if it is open. */
  close(): void {
    if (this.dialog?.open) this.dialog.close();
  }

  protected override render(): TemplateResult {
    const { shown } = this;
    const closed = () => wish(this, "smtp-entry-closed", null);
    const label = shown?.entry?.label ?? this.words("reference.title");
    return html`<dialog aria-label=${label} tabindex="-1" @click=${this.#pressed} @close=${closed}>${
      shown ? this.#content(shown) : nothing
    }</dialog>`;
  }

  #content({ data, entry, page }: Shown): TemplateResult {
    const { words } = this;
    const { labels } = data.find;
    return html`
      <div class="top">
        <a href=${hrefOf("")}>${words("reference.title")}</a>
        ${page ? html`<a class="page" href=${page} target="_blank" rel="noopener">${words("reference.page")}</a>` : nothing}
        <button type="button" @click=${() => this.close()}>${words("page.close")}</button>
      </div>
      <form class="find" role="search" @submit=${this.#go}>
        <label for="find">${labels.label}</label>
        <div class="box"><input id="find" type="search" autocomplete="off" autocapitalize="off" spellcheck="false"
          placeholder=${labels.placeholder} .value=${this.line} @input=${this.#typed}><button>${labels.button}</button></div>
      </form>
      <div class="found" role="status">${foundTemplate(this.line, data.find, hrefOf)}</div>
      ${entry ? entryTemplate(entry, placeIn(data)) : this.#list(data)}`;
  }

  #list({ find }: Reference): TemplateResult[] {
    return KINDS.map((kind) => {
      const rows = find.rows.filter(({ address }) => address.startsWith(`${kind}/`));
      return html`<details class="kind"><summary>${this.words(`reference.${kind}`)} (${rows.length})</summary>
        <ul class="ways">${rows.map((row) => html`<li><a href=${hrefOf(row.address)}>${rowTemplate(row)}</a></li>`)}</ul></details>`;
    });
  }

  #typed(event: Event): void {
    this.line = (event.target as HTMLInputElement).value;
  }

  /** Enter leads to the best of what was found. */
  #go(event: Event): void {
    event.preventDefault();
    const first = this.renderRoot.querySelector<HTMLAnchorElement>(".found .ways a");
    first?.click();
  }

  #pressed(event: MouseEvent): void {
    if (event.target === this.dialog) this.close();
  }
}

function rowTemplate({ code, severity, title }: FindRow): TemplateResult {
  return html`${badgeTemplate(code, severity)} ${title}`;
}

/** Entries follow each other in the address, so that the browser's own way back leads back. */
function hrefOf(address: string): string {
  return `#entry=${address}`;
}

function placeIn({ labels, language }: Reference): Place {
  return {
    labels,
    language,
    entry: hrefOf,
    play: (reply, pace) => `#play=${reply}${pace === "step" ? "&pace=step" : ""}`,
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-reference": SmtpReference;
  }
}
