/** What a screen reader is told of a lesson: what has changed between two updates, in one sentence or two. */
import type { LessonStepView, LessonView, Run } from "generated/bubbles";
import type { Words } from "../words";

/** lessonNews returns it; empty: nothing that anyone must hear. */
export function lessonNews(before: LessonView | null, now: LessonView, words: Words): string {
  const step = currentOf(now);
  if (before?.id !== now.id || before.tries !== now.tries) return begun(now, words);
  if (now.done) return before.done ? "" : words("lesson.over-told", { title: now.title });
  const past = currentOf(before);
  if (step && past?.id !== step.id) {
    const goesOn = !past || now.steps.indexOf(step) > before.steps.indexOf(past);
    const told = stepNews(now, step, words);
    return goesOn && !before.done ? `${words("lesson.step-done")} ${told}` : told;
  }
  return step && past ? news(before, now, past, step, words) : "";
}

/** currentOf returns the step that is to be done; a lesson that is over has none. */
export function currentOf({ steps }: LessonView): LessonStepView | undefined {
  return steps.find(({ state }) => state === "current");
}

/** textOf returns stretches of text as they read. */
export function textOf(stretches: readonly Run[]): string {
  return stretches.map(({ text }) => text).join("");
}

function begun(lesson: LessonView, words: Words): string {
  const step = currentOf(lesson);
  const told = words("lesson.begun", { title: lesson.title });
  return step ? `${told} ${stepNews(lesson, step, words)}` : told;
}

function stepNews({ steps }: LessonView, step: LessonStepView, words: Words): string {
  const facts = { number: steps.indexOf(step) + 1, total: steps.length };
  const question = step.question ? textOf(step.question.ask) : "";
  return `${words("lesson.step-of", facts)}: ${textOf(step.task)} ${question}`.trimEnd();
}

function news(
  before: LessonView,
  now: LessonView,
  past: LessonStepView,
  step: LessonStepView,
  words: Words,
): string {
  const { question } = step;
  if (question && question.chosen >= 0 && past.question?.chosen !== question.chosen) {
    const verdict = words(question.chosen === question.answer ? "lesson.right" : "lesson.wrong");
    return `${verdict} ${textOf(question.because)}`;
  }
  const hint = step.hints.at(-1);
  if (hint && step.hints.length > past.hints.length) {
    const told = now.stuck && !before.stuck ? `${words("lesson.stuck")} ` : "";
    return `${told}${words("lesson.hint-number", { number: step.hints.length })}: ${textOf(hint)}`;
  }
  return now.solution.length > before.solution.length ? words("lesson.solution-told") : "";
}
