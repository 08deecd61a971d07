/** A lesson made by doing it: the last connection, what counts of it, and the words around it. */
import type { LessonProblem, RecordedLine, Recording } from "generated/desk";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import {
  type Draft,
  type DraftStep,
  joined,
  linesOfSolution,
  marked,
  NEW_DRAFT,
  seenLabel,
} from "../desk/draft";
import type { DeskWish } from "../desk/wish";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/desk.css";
import { wish } from "../wishes";
import { counted, type WordKey, type Words } from "../words";

type Act = "record" | "near-miss" | "preview" | "save-lesson" | "add-lesson" | "new-lesson";
type Written = "title" | "goal" | "story" | "notice" | "nearMiss" | "nearMissWhy";

export class SmtpDeskMake extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) draft: Draft = NEW_DRAFT;
  @property({ attribute: false }) problems: readonly LessonProblem[] = [];
  @property({ attribute: false }) canAct = false;

  protected override render(): TemplateResult {
    const { words, draft } = this;
    const { recording } = draft;
    return html`<p class="soft">${words("desk.make-intro")}</p>
      <section><h3>1. ${words("desk.done-by-you")}</h3>
        <p class="acts">${this.#button("record", recording ? "desk.record-again" : "desk.record", "primary", !this.canAct)}
          ${recording ? this.#button("new-lesson", "desk.new-lesson", "") : nothing}</p>
        ${recording ? this.#recording(recording) : nothing}</section>
      ${recording ? html`${this.#steps()} ${this.#words()} ${this.#nearMiss()} ${this.#problems()} ${this.#ways()}` : nothing}`;
  }

  // What was done.

  #recording(recording: Recording): TemplateResult {
    const { words } = this;
    const count = linesOfSolution(recording).length;
    return html`<p class="soft">${counted(words, "desk.recorded-one", "desk.recorded-other", count)} ${words("desk.mark")}</p>
      ${recording.secrets ? html`<p class="warning">${words("desk.secrets")}</p>` : nothing}
      <ol class="said">${recording.lines.map((line, place) => this.#line(line, place))}</ol>`;
  }

  #line(line: RecordedLine, place: number): TemplateResult {
    const { words } = this;
    const current = this.draft.steps
      .flatMap(({ marks }) => marks)
      .find((mark) => mark.line === place);
    const text = line.note ? words(`desk.note-${line.note}`, { seconds: line.text }) : line.text;
    const first = text.split("\n", 1)[0] ?? "";
    return html`<li data-from=${line.speaker} ?data-marked=${current !== undefined}>
      <span class="who">${words(`desk.${line.speaker}`)}</span>
      ${line.note ? html`<span class="line">${text}</span>` : html`<code class="line" lang="en">${text}</code>`}
      ${
        line.seen.length
          ? html`<select data-mark=${place} aria-label=${words("desk.counts-of", { line: first })} @change=${(event: Event) => this.#mark(event, line, place)}>
        <option value="-1" .selected=${!current}>${words("desk.counts-not")}</option>
        ${line.seen.map((seen, index) => html`<option value=${index} .selected=${current?.seen.see === seen.see}>${seenLabel(seen, words)}</option>`)}
      </select>`
          : nothing
      }</li>`;
  }

  #mark(event: Event, line: RecordedLine, place: number): void {
    const index = Number((event.target as HTMLSelectElement).value);
    this.#set(marked(this.draft, place, line.seen[index] ?? null));
  }

  // Steps.

  #steps(): TemplateResult {
    const { words, draft } = this;
    return html`<section><h3>2. ${words("lesson.steps")}</h3>
      ${draft.steps.length ? nothing : html`<p class="empty soft">${words("desk.no-steps")}</p>`}
      <ol class="steps">${draft.steps.map((step, place) => this.#step(step, place))}</ol></section>`;
  }

  #step(step: DraftStep, place: number): TemplateResult {
    const { words } = this;
    const write = (change: Partial<DraftStep>) =>
      this.#set({ ...this.draft, steps: this.draft.steps.with(place, { ...step, ...change }) });
    const number = place + 1;
    return html`<li data-step=${number}><h4>${words("lesson.step", { number })}</h4>
      <ul class="marks">${step.marks.map(({ seen }) => html`<li>${seenLabel(seen, words)}</li>`)}</ul>
      <label>${words("desk.task")}<textarea rows="2" data-field="task" .value=${step.task} @input=${(event: Event) => write({ task: textOf(event) })}></textarea></label>
      <label>${words("desk.hints")}<textarea rows="2" data-field="hints" .value=${step.hints} @input=${(event: Event) => write({ hints: textOf(event) })}></textarea></label>
      ${place ? html`<button type="button" class="plain" data-what="join" @click=${() => this.#set(joined(this.draft, place))}>${words("desk.join")}</button>` : nothing}
    </li>`;
  }

  // Words.

  #words(): TemplateResult {
    const { words, draft } = this;
    const minutes = (event: Event) =>
      this.#set({ ...draft, minutes: Math.round(Number(textOf(event))) || 1 });
    return html`<section><h3>3. ${words("desk.words")}</h3>
      <p class="soft">${words("desk.markup")}</p>
      <div class="fields">${this.#field("title", "desk.lesson-title", 1)}
        <label>${words("desk.minutes")}<input type="number" min="1" max="240" data-field="minutes" .value=${String(draft.minutes)} @change=${minutes}></label></div>
      ${this.#field("goal", "desk.goal", 1)} ${this.#field("story", "desk.story", 4)} ${this.#field("notice", "desk.notice", 3)}</section>`;
  }

  #nearMiss(): TemplateResult {
    const { words } = this;
    return html`<section><h3>4. ${words("desk.near-miss")}</h3>
      <p class="soft">${words("desk.near-miss-text")}</p>
      <p class="acts">${this.#button("near-miss", "desk.record-near-miss", "", !this.canAct)}</p>
      ${this.#field("nearMiss", "desk.near-miss-lines", 3)} ${this.#field("nearMissWhy", "desk.near-miss-why", 2)}</section>`;
  }

  #field(name: Written, label: WordKey, rows: number): TemplateResult {
    const write = (event: Event) => this.#set({ ...this.draft, [name]: textOf(event) });
    const field =
      rows === 1
        ? html`<input data-field=${name} .value=${this.draft[name]} @input=${write}>`
        : html`<textarea rows=${rows} data-field=${name} spellcheck=${name === "nearMiss" ? "false" : "true"} .value=${this.draft[name]} @input=${write}></textarea>`;
    return html`<label class="wide">${this.words(label)}${field}</label>`;
  }

  // What is wrong, and where to.

  #problems(): TemplateResult {
    const { words, problems } = this;
    return html`<section class="problems" aria-live="polite"><h3>5. ${words("desk.check")}</h3>
      ${
        problems.length
          ? html`<ul>${problems.map(({ place, problem }) => html`<li><code lang="en">${place}</code> <span lang="en">${problem}</span></li>`)}</ul>`
          : html`<p class="fine"><span aria-hidden="true">✓</span> ${words("desk.no-problems")}</p>`
      }</section>`;
  }

  #ways(): TemplateResult {
    const isBad = this.problems.length > 0;
    return html`<p class="acts">${this.#button("preview", "desk.preview", "primary", isBad || !this.canAct)}
      ${this.#button("add-lesson", "desk.add-lesson", "", isBad)} ${this.#button("save-lesson", "desk.save-lesson", "")}</p>`;
  }

  #button(what: Act, label: WordKey, kind: "primary" | "", off = false): TemplateResult {
    return html`<button type="button" class=${kind} data-what=${what} ?disabled=${off} @click=${() => this.#wish({ what })}>${this.words(label)}</button>`;
  }

  #set(draft: Draft): void {
    this.draft = draft;
    this.#wish({ what: "draft", draft });
  }

  #wish(asked: DeskWish): void {
    wish(this, "smtp-desk", asked);
  }
}

function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLTextAreaElement).value;
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-desk-make": SmtpDeskMake;
  }
}
