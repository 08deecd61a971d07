/** All lessons by their tracks: what each is for, how long it takes, and which are done. */
import type { Results } from "generated/desk";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import type { LessonRow, LessonsData, TrackRow } from "../lessons/data";
import { doneOf, isDone, lessonsOf, nextAfter, type Shelf } from "../lessons/shelf";
import { runs } from "../runs";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/lessons.css";
import tab from "../styles/tab.css";
import { wish } from "../wishes";
import type { Words } from "../words";

export class SmtpLessons extends LitElement {
  static override styles = [sheet(controls), sheet(tab), sheet(style)];

  @property({ attribute: false }) words!: Words;
  /** Null until it was fetched. */
  @property({ attribute: false }) shelf: Shelf | null = null;
  /** What became of what was wished last, or why there is nothing. */
  @property({ attribute: false }) told = "";
  /** What was handed in last of a class pack. */
  @property({ attribute: false }) handed: Results | null = null;
  /** The lesson that goes on meanwhile, by its title. */
  @property({ attribute: false }) going = "";

  @query("#progress") private file!: HTMLInputElement;
  @query("#pack") private pack!: HTMLInputElement;

  protected override render(): TemplateResult {
    const { words, shelf, going } = this;
    const back = () => wish(this, "smtp-lesson", { what: "back" });
    return html`<h2>${words("lessons.title")}</h2>
      <p class="intro soft">${words("lessons.intro")}</p>
      ${going ? html`<p class="acts"><button type="button" class="primary" data-what="back" @click=${back}>${words("lessons.back", { title: going })}</button></p>` : nothing}
      ${shelf ? this.#shelf(shelf) : html`<p class="intro soft">${this.told || words("lessons.loading")}</p>`}`;
  }

  #shelf(shelf: Shelf): TemplateResult {
    const { words } = this;
    const { lessons, tracks } = shelf.data;
    const next = nextAfter(shelf);
    const done = doneOf(shelf, lessons);
    const begin = () => next && wish(this, "smtp-lesson", { what: "begin", id: next.id });
    const label = done ? "lessons.go-on" : "lessons.start";
    return html`<div class="overall">
        <progress max=${lessons.length} value=${done} aria-label=${words("lessons.progress")}></progress>
        <span class="count">${words("lessons.count", { done, total: lessons.length })}</span>
      </div>
      ${next && !this.going ? html`<p class="acts"><button type="button" class="primary" data-what="next" @click=${begin}>${words(label, { title: next.title })}</button></p>` : nothing}
      ${tracks.map((track) => this.#track(track, shelf, next))}
      ${this.#class(shelf.data)} ${this.#keeping()}`;
  }

  #track(
    { id, title, text }: TrackRow,
    shelf: Shelf,
    next: LessonRow | null,
  ): TemplateResult | typeof nothing {
    const lessons = lessonsOf(shelf, id);
    if (!lessons.length) return nothing;
    const facts = { done: doneOf(shelf, lessons), total: lessons.length };
    return html`<details class="track" data-track=${id} ?open=${(next ?? lessons[0])?.track === id}>
      <summary><h3>${title}</h3> <span class="count soft">${this.words("lessons.count", facts)}</span></summary>
      <p class="soft">${text}</p>
      <ul>${lessons.map((lesson) => this.#row(lesson, shelf))}</ul>
    </details>`;
  }

  #row({ id, title, goal, minutes }: LessonRow, shelf: Shelf): TemplateResult {
    const { words } = this;
    const done = isDone(shelf, id);
    const begin = () => wish(this, "smtp-lesson", { what: "begin", id });
    return html`<li data-lesson=${id} ?data-done=${done}>
      <span class="mark" aria-hidden="true">${done ? "✓" : ""}</span>
      <div>
        <p class="head"><button type="button" class="link" @click=${begin}>${title}</button>
          <span class="soft">${done ? html`<span class="done">${words("lesson.done")}</span> · ` : nothing}${words("lessons.minutes", { count: minutes })}</span></p>
        <p class="goal">${runs(goal, (label) => html`${label}`)}</p>
      </div>
    </li>`;
  }

  /** What belongs to a class: its pack, handing in, and the desk from which packs come. */
  #class({ pack }: LessonsData): TemplateResult {
    const { words } = this;
    const leave = () => wish(this, "smtp-pack", { what: "leave" });
    return html`${pack ? html`<smtp-hand-in .words=${words} .asksName=${pack.ask_name} .results=${this.handed}></smtp-hand-in>` : nothing}
      <section class="keeping"><h3>${words("packs.class")}</h3>
        <p class="acts">
          <button type="button" data-what="open-pack" @click=${() => this.pack.click()}>${words("packs.open")}</button>
          ${pack ? html`<button type="button" data-what="leave-pack" @click=${leave}>${words("packs.leave")}</button>` : nothing}
          <input id="pack" type="file" accept=".json,application/json" hidden @change=${this.#packChosen}>
          <a href="#desk">${words("packs.desk")}</a>
        </p></section>`;
  }

  #packChosen(): void {
    const file = this.pack.files?.[0];
    this.pack.value = "";
    if (file) wish(this, "smtp-pack", { what: "open", file });
  }

  #keeping(): TemplateResult {
    const { words } = this;
    const choose = () => this.file.click();
    return html`<section class="keeping">
      <h3>${words("lessons.progress")}</h3>
      <p class="soft">${words("lessons.progress-hint")}</p>
      <p class="acts">
        <button type="button" data-what="export" @click=${() => wish(this, "smtp-progress", { what: "export" })}>${words("lessons.export")}</button>
        <button type="button" data-what="import" @click=${choose}>${words("lessons.import")}</button>
        <input id="progress" type="file" accept=".json,application/json" hidden @change=${this.#chosen}>
      </p>
      <p class="told" role="status">${this.told}</p>
    </section>`;
  }

  #chosen(): void {
    const file = this.file.files?.[0];
    this.file.value = ""; // the same file may be chosen once more
    if (file) wish(this, "smtp-progress", { what: "import", file });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-lessons": SmtpLessons;
  }
}
