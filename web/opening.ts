/** What stands above a conversation that has not begun: what this is, what to try, and how to take it along. */
import type { LessonView } from "generated/bubbles";
import { html, nothing, type TemplateResult } from "lit";
import { runs } from "./runs";
import { wish } from "./wishes";
import type { Words } from "./words";

const SINGLE_FILE = "smtp-playground.html";
const SUGGESTIONS = ["first", "second", "third"] as const;

/** openingTemplate renders it; `suggests` tells whether a suggestion can be taken up, which `view` then wishes. */
export function openingTemplate(words: Words, suggests: boolean, view: Element): TemplateResult {
  const suggestion = (name: (typeof SUGGESTIONS)[number]) =>
    html`<li>${suggestionTemplate(name, words, suggests, view)}</li>`;
  return html`<section class="start">
      <div class="opening"><h2>${words("start.heading")}</h2>${takeTemplate(words)}</div>
      <div class="first">
        <div class="words"><p>${words("start.text")}</p><p>${words("start.safe")}</p></div>
        <div class="tries">
          <div class="try"><p id="try">${words("start.try")}</p>
            <a class="lessons" href="#lesson=" @click=${(event: MouseEvent) => openLessons(event, view)}>${words("start.lessons")}</a></div>
          <ul aria-labelledby="try">${SUGGESTIONS.map(suggestion)}</ul>
        </div>
      </div>
      <slot name="recording"></slot>
    </section>`;
}

/** openLessons follows a link to the lessons, and leaves the rest of the address. In the shell, the link does that alone. */
export function openLessons(event: MouseEvent, from: EventTarget): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  wish(from, "smtp-lessons", null);
}

/** clearedTemplate stands in its place once the screen was cleared. */
export function clearedTemplate(words: Words): TemplateResult {
  return html`<div class="let-go"><p>${words("conversation.cleared")}</p>${takeTemplate(words)}</div>`;
}

/** lessonTemplate stands in its place while a lesson goes on. */
export function lessonTemplate({ title, goal }: LessonView, words: Words): TemplateResult {
  return html`<section class="start lesson"><div class="opening"><h2><span class="soft">${words("lesson.label")}</span> ${title}</h2></div>
    <p class="goal">${runs(goal)}</p></section>`;
}

function takeTemplate(words: Words): TemplateResult | typeof nothing {
  if (isSingleFile() || isOffline()) return nothing; // who has it open needs it no more; who is offline cannot have it
  return html`<p class="take">${words("start.take-label")}
      <a href=${SINGLE_FILE} download>${words("start.take")}</a></p>`;
}

function suggestionTemplate(
  name: (typeof SUGGESTIONS)[number],
  words: Words,
  suggests: boolean,
  view: Element,
): TemplateResult {
  const line = words(`start.${name}-line`);
  const change = words(`start.${name}-change`);
  const from = change ? line.indexOf(change) : line.length;
  const to = from + change.length;
  const fill = () => wish(view, "smtp-fill", { line, from, to });
  // The attributes are for the shell, which has no templates and yet takes suggestions up.
  return html`<button type="button" class="suggestion" ?disabled=${!suggests} @click=${fill}
      data-line=${line} data-from=${from} data-to=${to}>
      <span>${words(`start.${name}-label`)}</span> <code lang="en">${line}</code>
    </button>`;
}

/** At build time, where the shell is made, there is no location, and the shell is made for both. */
function isSingleFile(): boolean {
  return globalThis.location?.protocol === "file:";
}

function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}
