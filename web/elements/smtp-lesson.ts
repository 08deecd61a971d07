/** The lesson that goes on: its story, its steps with what helps, and in the end what to notice and where to go. */
import type { Golf, LessonView, Run } from "generated/bubbles";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { stepTemplate } from "../lesson-step";
import type { LessonRow } from "../lessons/data";
import type { KeptLesson } from "../progress";
import { runs } from "../runs";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/lesson.css";
import tab from "../styles/tab.css";
import { wish } from "../wishes";
import type { WordKey, Words } from "../words";

type What = "hint" | "solution" | "again" | "leave" | "list";
type Piece = TemplateResult | typeof nothing;

export class SmtpLesson extends LitElement {
  static override styles = [sheet(controls), sheet(tab), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) lesson!: LessonView;
  /** The title of its track, once the list of lessons is there. */
  @property({ attribute: false }) track = "";
  @property({ attribute: false }) next: LessonRow | null = null;
  @property({ attribute: false }) best: KeptLesson | null = null;
  /** A class pack may not want it to be shown. */
  @property({ type: Boolean }) keepsSolution = false;
  /** It stands in a sheet over the conversation, which must be left to write. */
  @property({ type: Boolean, reflect: true }) modal = false;

  /** The control that has the focus, by what it does; null: none here. */
  #held: string | null = null;
  #place = "";

  /** showCurrent brings what is to be done into sight. */
  showCurrent(): void {
    const place = this.renderRoot.querySelector(".over, [aria-current] .question, [aria-current]");
    place?.scrollIntoView({ block: "nearest" });
  }

  // What was pressed may be gone by what it did: its focus goes to what came of it.

  protected override willUpdate(): void {
    const active = this.shadowRoot?.activeElement;
    this.#held = active instanceof HTMLElement ? (active.dataset["what"] ?? "") : null;
  }

  protected override updated(): void {
    this.#giveFocus();
    const { id, steps, done } = this.lesson;
    const place = `${id} ${done} ${steps.findIndex(({ state }) => state === "current")}`;
    if (this.#place && this.#place !== place) this.showCurrent();
    this.#place = place;
  }

  #giveFocus(): void {
    if (this.#held === null || this.shadowRoot?.activeElement) return;
    const heirs = this.renderRoot.querySelectorAll<HTMLElement>(HEIRS[this.#held] ?? "h2");
    [...heirs].at(-1)?.focus(); // the newest of them
  }

  protected override render(): TemplateResult {
    const { lesson, words } = this;
    const [first] = lesson.steps;
    return html`
      <p class="kicker soft">${[this.track, words("lessons.minutes", { count: lesson.minutes })].filter(Boolean).join(" · ")}</p>
      <h2 tabindex="-1">${lesson.title}</h2>
      <p class="goal">${runs(lesson.goal)}</p>
      ${lesson.done ? this.#over() : nothing}
      ${keyed(lesson.id, html`<details class="story" ?open=${first?.state === "current"}><summary>${words("lesson.story")}</summary>${paragraphs(lesson.story)}</details>`)}
      <section><h3>${words("lesson.steps")}</h3>
        <ol class="steps">${lesson.steps.map((step, index) => stepTemplate(step, index + 1, words))}</ol>
        ${this.#solution()}
      </section>
      ${this.#ways()}`;
  }

  #over(): TemplateResult {
    const { lesson, words, next } = this;
    const go = () => next && wish(this, "smtp-lesson", { what: "begin", id: next.id });
    return html`<section class="over" tabindex="-1">
      <p class="cheer"><strong><span aria-hidden="true">✓</span> ${words("lesson.over")}</strong></p>
      ${lesson.notice.length ? html`<h3>${words("lesson.notice")}</h3>${paragraphs(lesson.notice)}` : nothing}
      ${this.#golf(lesson.golf)}
      <div class="on">
        ${next ? html`<button type="button" class="primary" data-what="next" @click=${go}>${words("lesson.next", { title: next.title })}</button>` : this.#button("list", "primary")}
        ${this.#button("leave", "")}
      </div>
    </section>`;
  }

  /** Fewer is better, for those who like to count. */
  #golf(golf: Golf): TemplateResult {
    const { words, best } = this;
    const isBest =
      golf.lines <= golf.solution_lines && golf.round_trips <= golf.solution_round_trips;
    const row = (name: WordKey, yours: number, solution: number, least?: number) =>
      html`<tr><th scope="row">${words(name)}</th><td>${yours}</td><td>${solution}</td>${best ? html`<td>${least}</td>` : nothing}</tr>`;
    return html`<table class="golf"><caption class="quiet">${words("lesson.golf")}</caption>
      <thead><tr><td></td><th scope="col">${words("lesson.yours-count")}</th><th scope="col">${words("lesson.solution")}</th>
        ${best ? html`<th scope="col">${words("lesson.best")}</th>` : nothing}</tr></thead>
      <tbody>${row("lesson.lines", golf.lines, golf.solution_lines, best?.lines)}
        ${row("lesson.round-trips", golf.round_trips, golf.solution_round_trips, best?.round_trips)}</tbody></table>
      <p class="soft small">${words(isBest ? "lesson.golf-best" : "lesson.golf-more")}</p>`;
  }

  /** The solution can be had once all hints of a step are open. */
  #solution(): Piece {
    const { lesson, words } = this;
    const step = lesson.steps.find(({ state }) => state === "current");
    if (lesson.solution.length)
      return html`<div class="solution" tabindex="-1"><h3>${words("lesson.solution")}</h3>
        <p class="soft small">${words("lesson.solution-hint")}</p>
        <ol>${lesson.solution.map((line) => html`<li lang="en">${line}</li>`)}</ol></div>`;
    if (this.keepsSolution || !step || step.hints_left || !step.hints.length) return nothing;
    return html`<p class="acts">${this.#button("solution", "")}</p>`;
  }

  #ways(): TemplateResult {
    const { lesson } = this;
    return html`<div class="ways">
        ${this.#button("again", "plain")} ${lesson.done ? nothing : this.#button("leave", "plain")} ${this.#button("list", "plain")}
      </div>
      ${this.modal ? html`<div class="back"><button type="button" class="primary" data-what="write" @click=${() => wish(this, "smtp-leave", null)}>${this.words("lesson.write")}</button></div>` : nothing}`;
  }

  #button(what: What, kind: "primary" | "plain" | ""): TemplateResult {
    const act = () => wish(this, "smtp-lesson", { what });
    return html`<button type="button" class=${kind} data-what=${what} @click=${act}>${this.words(LABELS[what])}</button>`;
  }
}

/** What came of a control that is gone. */
const HEIRS: Readonly<Record<string, string>> = {
  answer: ".verdict",
  hint: ".hint",
  solution: ".solution",
};

const LABELS: Readonly<Record<What, WordKey>> = {
  hint: "lesson.hint",
  solution: "lesson.solution-show",
  again: "lesson.again",
  leave: "lesson.free",
  list: "lesson.all",
};

function paragraphs(all: readonly (readonly Run[])[]): TemplateResult[] {
  return all.map((stretches) => html`<p>${runs(stretches)}</p>`);
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-lesson": SmtpLesson;
  }
}
