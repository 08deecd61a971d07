/** The top of the page: its name, which server plays, language and colours. */
import type { PersonaRow } from "generated/bubbles";
import { html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { openLessons } from "../opening";
import { THEMES, type Theme } from "../settings";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/header.css";
import { wish } from "../wishes";
import { LANGUAGES, type Language, type Words } from "../words";

export class SmtpHeader extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) personas: readonly PersonaRow[] = [];
  @property({ attribute: false }) persona = "";
  @property({ attribute: false }) language: Language = "en";
  @property({ attribute: false }) theme: Theme = "system";

  protected override render(): TemplateResult {
    return html`<header>
      <h1><span class="mark" aria-hidden="true">&gt;_</span><span class="name">${this.words("page.title")}</span></h1>
      <div class="ways">
        <a class="lessons" href="#lesson=" @click=${(event: MouseEvent) => openLessons(event, this)}>${this.words("lessons.title")}</a>
        <a class="reference" href="#entry=">${this.words("reference.title")}</a>
      </div>
      <div class="choices">${this.#personaChoice()} ${this.#languageChoice()} ${this.#themeChoice()}</div>
    </header>`;
  }

  #personaChoice(): TemplateResult {
    const choose = (event: Event) => wish(this, "smtp-connect", { persona: chosen(event) });
    const current = this.personas.find(({ id }) => id === this.persona);
    return html`<label class="persona"><span class="label">${this.words("header.server")}</span>
      <select ?disabled=${!this.personas.length} title=${current?.description ?? ""} @change=${choose}>${this.personas.map(
        ({ id, name }) =>
          // The attribute is for the shell; once a reader has chosen, only the property counts.
          html`<option value=${id} ?selected=${id === this.persona} .selected=${id === this.persona}>${name}</option>`,
      )}</select></label>`;
  }

  #languageChoice(): TemplateResult {
    const choose = (event: Event) =>
      wish(this, "smtp-language", { language: chosen(event) as Language });
    return html`<label><span class="label">${this.words("header.language")}</span>
      <select class="language" @change=${choose}>${LANGUAGES.map(
        (tag) =>
          html`<option value=${tag} lang=${tag} ?selected=${tag === this.language} aria-label=${ownName(tag)}>${shortName(tag)}</option>`,
      )}</select></label>`;
  }

  #themeChoice(): TemplateResult {
    const choose = (event: Event) => wish(this, "smtp-theme", { theme: chosen(event) as Theme });
    return html`<label><span class="label">${this.words("header.theme")}</span>
      <select class="theme" @change=${choose}>${THEMES.map(
        (theme) =>
          html`<option value=${theme} ?selected=${theme === this.theme}>${this.words(`header.theme-${theme}`)}</option>`,
      )}</select></label>`;
  }
}

function chosen(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}

function shortName(tag: Language): string {
  return (tag.split("-")[0] ?? tag).toUpperCase();
}

/** ownName is what a language calls itself. */
function ownName(tag: Language): string {
  return new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-header": SmtpHeader;
  }
}
