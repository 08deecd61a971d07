/** One step of a lesson as a template: what to do, and for the one that is to be done, all that helps. */
import type { LessonStepView, QuestionView } from "generated/bubbles";
import { html, nothing, type TemplateResult } from "lit";
import { runs } from "./runs";
import { wish } from "./wishes";
import type { Words } from "./words";

type Piece = TemplateResult | typeof nothing;

/** stepTemplate renders a step; `number` counts from 1. */
export function stepTemplate(step: LessonStepView, number: number, words: Words): TemplateResult {
  const isCurrent = step.state === "current";
  return html`<li data-step=${step.id} data-state=${step.state} aria-current=${isCurrent ? "step" : nothing}>
    <span class="mark" aria-hidden="true">${step.state === "done" ? "✓" : number}</span>
    <div class="what">
      <p class="word">${words("lesson.step", { number })} <span class="state">${words(`lesson.${step.state}`)}</span></p>
      <p class="task" tabindex="-1">${runs(step.task)}</p>
      ${isCurrent ? helpTemplate(step, words) : nothing}
    </div>
  </li>`;
}

function helpTemplate(step: LessonStepView, words: Words): TemplateResult {
  return html`${step.question ? questionTemplate(step.question, words) : nothing}
    ${hintsTemplate(step, words)}
    ${entryTemplate(step.entry, words)}`;
}

function hintsTemplate({ hints, hints_left }: LessonStepView, words: Words): TemplateResult {
  const label = hints.length ? "lesson.hint-next" : "lesson.hint";
  const more = (event: Event) => {
    if (event.currentTarget) wish(event.currentTarget, "smtp-lesson", { what: "hint" });
  };
  return html`${hints.map(
    (hint, index) => html`<div class="hint" tabindex="-1">
      <h4>${words("lesson.hint-number", { number: index + 1 })}</h4><p>${runs(hint)}</p></div>`,
  )}
  ${
    hints_left
      ? html`<p class="acts"><button type="button" data-what="hint" @click=${more}>${words(label)}</button>
    <span class="soft">${words("lesson.hints-left", { count: hints_left })}</span></p>`
      : nothing
  }`;
}

function entryTemplate(address: string, words: Words): Piece {
  if (!address) return nothing;
  const open = (event: Event) => {
    if (event.currentTarget) wish(event.currentTarget, "smtp-entry", { address });
  };
  return html`<p class="acts"><button type="button" class="link" data-what="entry" @click=${open}>${words("lesson.entry")}</button></p>`;
}

function questionTemplate(question: QuestionView, words: Words): TemplateResult {
  const isOpen = question.chosen < 0;
  return html`<div class="question" role="group" aria-label=${words("lesson.question")}>
    <h4>${words("lesson.question")}</h4>
    <p>${runs(question.ask)}</p>
    ${isOpen ? choicesTemplate(question) : answerTemplate(question, words)}
  </div>`;
}

function choicesTemplate({ choices }: QuestionView): TemplateResult {
  const choose = (event: Event, choice: number) => {
    if (event.currentTarget) wish(event.currentTarget, "smtp-lesson", { what: "answer", choice });
  };
  return html`<ul class="choices">${choices.map(
    (text, index) =>
      html`<li><button type="button" class="choice" data-what="answer" @click=${(event: Event) => choose(event, index)}>${text}</button></li>`,
  )}</ul>`;
}

function answerTemplate(question: QuestionView, words: Words): TemplateResult {
  const { choices, chosen, answer, because } = question;
  const isRight = chosen === answer;
  const kindOf = (index: number) =>
    index === answer ? "right" : index === chosen ? "wrong" : "other";
  return html`<ul class="choices">${choices.map(
    (text, index) =>
      html`<li class="choice" data-kind=${kindOf(index)}><span>${text}</span> ${markTemplate(index, question, words)}</li>`,
  )}</ul>
  <p class="verdict" tabindex="-1" data-severity=${isRight ? "done" : "try-later"}><strong>${words(isRight ? "lesson.right" : "lesson.wrong")}</strong> ${runs(because)}</p>`;
}

/** A choice is told by a word, beside its shape and colour. */
function markTemplate(index: number, { chosen, answer }: QuestionView, words: Words): Piece {
  if (index === answer)
    return html`<span class="told"><span aria-hidden="true">✓</span> ${words(index === chosen ? "lesson.yours-right" : "lesson.was-right")}</span>`;
  if (index === chosen)
    return html`<span class="told"><span aria-hidden="true">✗</span> ${words("lesson.yours")}</span>`;
  return nothing;
}
