/** A class pack at the teacher's desk: its lessons and their order, its options, and taking it along. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { PackDraft, PackItem } from "../desk/draft";
import type { LessonRow, LessonsData } from "../lessons/data";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/desk.css";
import { wish } from "../wishes";
import { LANGUAGES, type Language, type Words } from "../words";

export class SmtpDeskPack extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) data: LessonsData | null = null;
  @property({ attribute: false }) pack: PackDraft | null = null;

  /** What became of an order, for those who listen. */
  @state() private moved = "";
  @query("#own") private own!: HTMLInputElement;
  @query("#there") private there!: HTMLInputElement;
  @query("#single") private single!: HTMLInputElement;

  protected override render(): TemplateResult {
    const { words, pack } = this;
    if (!pack) return html`<p class="soft">${words("lessons.loading")}</p>`;
    return html`<p class="soft">${words("desk.pack-intro")}</p>
      <div class="fields">
        <label class="wide">${words("desk.pack-title")}<input data-field="title" maxlength="120" .value=${pack.title} @input=${(event: Event) => this.#set({ title: textOf(event) })}></label>
        <label>${words("desk.language")}<select data-field="language" @change=${(event: Event) => this.#set({ language: textOf(event) as Language })}>${LANGUAGES.map(
          (tag) =>
            html`<option value=${tag} .selected=${tag === pack.language}>${nameOf(tag)}</option>`,
        )}</select></label>
      </div>
      <div class="columns">
        <section><h3>${words("desk.in-pack", { count: pack.lessons.length })}</h3>${this.#chosen(pack)}
          <p class="acts"><button type="button" data-what="own" @click=${() => this.own.click()}>${words("desk.add-files")}</button>
          <input id="own" type="file" multiple hidden accept=".toml,.json" @change=${this.#ownChosen}></p></section>
        <section><h3>${words("desk.there-are")}</h3>${this.#offered(pack)}</section>
      </div>
      ${this.#options(pack)} ${this.#taking(pack)}
      <p class="quiet" role="status">${this.moved}</p>`;
  }

  // What is in it.

  #chosen({ lessons }: PackDraft): TemplateResult {
    const { words } = this;
    if (!lessons.length) return html`<p class="empty soft">${words("desk.pack-empty")}</p>`;
    return html`<ol class="chosen">${lessons.map((item, place) => this.#item(item, place, lessons.length))}</ol>`;
  }

  #item({ id, title, file }: PackItem, place: number, count: number): TemplateResult {
    const { words } = this;
    const button = (what: "up" | "down" | "remove", label: string, sign: string, off: boolean) =>
      html`<button type="button" class="small" data-what=${what} aria-label=${label} title=${label} ?disabled=${off}
        @click=${() => this.#act(what, place)}><span aria-hidden="true">${sign}</span></button>`;
    return html`<li data-lesson=${id}><span class="name">${title} ${file ? html`<span class="tag">${words("desk.own")}</span>` : nothing}</span>
      <span class="order">
        ${button("up", words("desk.up", { title }), "↑", place === 0)}
        ${button("down", words("desk.down", { title }), "↓", place === count - 1)}
        ${button("remove", words("desk.remove", { title }), "✕", false)}
      </span></li>`;
  }

  /** The focus stays with the lesson that moved; at the end of the way, with the way back. */
  async #act(what: "up" | "down" | "remove", place: number): Promise<void> {
    const lessons = [...(this.pack?.lessons ?? [])];
    const [item] = lessons.splice(place, 1);
    if (!item) return;
    const to = what === "up" ? place - 1 : what === "down" ? place + 1 : -1;
    if (to >= 0) lessons.splice(to, 0, item);
    this.#set({ lessons });
    const facts = { title: item.title, place: to + 1, total: lessons.length };
    this.moved = this.words(to >= 0 ? "desk.moved" : "desk.removed", facts);
    await this.updateComplete;
    const rows = this.renderRoot.querySelectorAll(".chosen li");
    const row = rows[Math.min(to >= 0 ? to : place, rows.length - 1)];
    const same = row?.querySelector<HTMLButtonElement>(`[data-what=${what}]:not(:disabled)`);
    const heir = same ?? row?.querySelector<HTMLElement>("button:not(:disabled)");
    (heir ?? this.renderRoot.querySelector<HTMLElement>("[data-what=own]"))?.focus();
  }

  // What there is.

  #offered({ lessons }: PackDraft): TemplateResult {
    const { words, data } = this;
    if (!data) return html`<p class="soft">${words("lessons.loading")}</p>`;
    const inPack = new Set(lessons.map(({ id }) => id));
    return html`${data.tracks.map(({ id, title }) => {
      const rows = data.lessons.filter(({ track }) => track === id);
      return rows.length
        ? html`<fieldset><legend>${title}</legend>${rows.map((row) => this.#offer(row, inPack.has(row.id)))}</fieldset>`
        : nothing;
    })}`;
  }

  #offer(row: LessonRow, isIn: boolean): TemplateResult {
    const { id, title, minutes } = row;
    const toggle = () => {
      const lessons = this.pack?.lessons ?? [];
      const item = { id, title, minutes, file: "" };
      this.#set({ lessons: isIn ? lessons.filter((each) => each.id !== id) : [...lessons, item] });
    };
    return html`<label class="check"><input type="checkbox" data-offer=${id} .checked=${isIn} @change=${toggle}>
      <span>${title} <span class="soft">${this.words("lessons.minutes", { count: minutes })}</span></span></label>`;
  }

  // Options, and taking it along.

  #options({ solutions, askName }: PackDraft): TemplateResult {
    const { words } = this;
    const check = (on: boolean, label: string, change: (on: boolean) => Partial<PackDraft>) =>
      html`<label class="check"><input type="checkbox" .checked=${on}
        @change=${(event: Event) => this.#set(change((event.target as HTMLInputElement).checked))}> <span>${label}</span></label>`;
    return html`<fieldset class="options"><legend>${words("desk.options")}</legend>
      ${check(solutions, words("desk.option-solutions"), (on) => ({ solutions: on }))}
      ${check(askName, words("desk.option-name"), (on) => ({ askName: on }))}
    </fieldset>`;
  }

  #taking({ lessons }: PackDraft): TemplateResult {
    const { words } = this;
    const isSingle = location.protocol === "file:";
    const page = () =>
      isSingle ? this.single.click() : wish(this, "smtp-desk", { what: "save-page" });
    const none = !lessons.length;
    return html`<section class="taking"><h3>${words("desk.take")}</h3>
      <p class="soft">${words(isSingle ? "desk.take-from-disk" : "desk.take-text")}</p>
      <p class="acts">
        <button type="button" class="primary" data-what="page" ?disabled=${none} @click=${page}>${words("desk.save-page")}</button>
        <button type="button" data-what="json" ?disabled=${none} @click=${() => wish(this, "smtp-desk", { what: "save-pack" })}>${words("desk.save-pack")}</button>
        <button type="button" data-what="open" @click=${() => this.there.click()}>${words("desk.open-pack")}</button>
        <input id="single" type="file" hidden accept=".html,text/html" @change=${this.#pageChosen}>
        <input id="there" type="file" hidden accept=".json,application/json" @change=${this.#packChosen}>
      </p></section>`;
  }

  #ownChosen(): void {
    const files = filesOf(this.own);
    if (files.length) wish(this, "smtp-desk", { what: "lessons", files });
  }

  #packChosen(): void {
    const [file] = filesOf(this.there);
    if (file) wish(this, "smtp-desk", { what: "open-pack", file });
  }

  #pageChosen(): void {
    const [file] = filesOf(this.single);
    if (file) wish(this, "smtp-desk", { what: "fill-page", file });
  }

  #set(change: Partial<PackDraft>): void {
    if (!this.pack) return;
    this.pack = { ...this.pack, ...change };
    wish(this, "smtp-desk", { what: "pack", pack: this.pack });
  }
}

/** The same file may be chosen once more. */
function filesOf(field: HTMLInputElement): File[] {
  const files = [...(field.files ?? [])];
  field.value = "";
  return files;
}

function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

/** nameOf is what a language calls itself. */
function nameOf(tag: Language): string {
  return new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-desk-pack": SmtpDeskPack;
  }
}
