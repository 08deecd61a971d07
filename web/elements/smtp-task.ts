/** What is to be done now, in a slim bar over the prompt, so that no sheet need be open to know it. */
import type { LessonStepView, LessonView } from "generated/bubbles";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { LessonRow } from "../lessons/data";
import { currentOf } from "../lessons/told";
import { runs } from "../runs";
import { sheet } from "../sheet";
import bar from "../styles/bar.css";
import controls from "../styles/controls.css";
import style from "../styles/task.css";
import { wish } from "../wishes";
import type { Words } from "../words";

type Piece = TemplateResult | typeof nothing;

export class SmtpTask extends LitElement {
  static override styles = [sheet(controls), sheet(bar), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) lesson!: LessonView;
  @property({ attribute: false }) next: LessonRow | null = null;
  /** The lesson stands beside it: a line is enough here. */
  @property({ type: Boolean, reflect: true }) beside = false;

  #held = false;

  // A button that is gone leaves its focus to the one that is there instead.

  protected override willUpdate(): void {
    this.#held = this.shadowRoot?.activeElement != null;
  }

  protected override updated(): void {
    if (this.#held && !this.shadowRoot?.activeElement)
      this.renderRoot.querySelector<HTMLElement>("button")?.focus();
  }

  protected override render(): TemplateResult {
    const { lesson, words } = this;
    const step = currentOf(lesson);
    return html`<div class="bar" role="group" aria-label=${words("lesson.bar", { title: lesson.title })}>
      <div class="told">${step && !lesson.done ? this.#task(step) : this.#over()}</div>
      <div class="actions">${step && !lesson.done ? this.#help(step) : this.#ways()}</div>
    </div>`;
  }

  #task(step: LessonStepView): TemplateResult {
    const { lesson, words, beside } = this;
    const facts = { number: lesson.steps.indexOf(step) + 1, total: lesson.steps.length };
    const hint = beside ? undefined : step.hints.at(-1);
    return html`<p class="task"><strong class="count">${words("lesson.step-of", facts)}</strong> ${runs(step.task)}</p>
      ${hint ? html`<p class="hint"><strong>${words("lesson.hint-number", { number: step.hints.length })}</strong> ${runs(hint)}</p>` : nothing}`;
  }

  #over(): TemplateResult {
    const { words, lesson } = this;
    return html`<p class="task"><strong class="over"><span aria-hidden="true">✓</span> ${words("lesson.over")}</strong> ${lesson.title}</p>`;
  }

  #help(step: LessonStepView): TemplateResult {
    const { words } = this;
    const isAsked = step.question !== null && step.question.chosen < 0;
    const hint = () => wish(this, "smtp-lesson", { what: "hint" });
    const label = step.hints.length ? "lesson.hint-next" : "lesson.hint";
    return html`${step.hints_left ? html`<button type="button" data-what="hint" @click=${hint}>${words(label)}</button>` : nothing}
      ${this.beside ? nothing : this.#open(isAsked ? "lesson.predict" : "lesson.open", isAsked ? "primary" : "")}`;
  }

  #ways(): TemplateResult {
    const { words, next } = this;
    const go = () => next && wish(this, "smtp-lesson", { what: "begin", id: next.id });
    return html`${this.beside ? nothing : this.#open("lesson.notice", "")}
      ${next ? html`<button type="button" class="primary" data-what="next" @click=${go}>${words("lesson.next-short")}</button>` : nothing}
      <button type="button" class="plain" data-what="leave" @click=${() => wish(this, "smtp-lesson", { what: "leave" })}>${words("lesson.free")}</button>`;
  }

  #open(label: "lesson.predict" | "lesson.open" | "lesson.notice", kind: "primary" | ""): Piece {
    return html`<button type="button" class=${kind} data-what="open" @click=${() => wish(this, "smtp-lessons", null)}>${this.words(label)}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-task": SmtpTask;
  }
}
