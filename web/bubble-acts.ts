/** What a reader acts on in a bubble: controls are marked, and so is each part that has something to tell. */
import type { Bubble, Part } from "generated/bubbles";

/** The keys that press a control. */
export const PRESS: ReadonlySet<string> = new Set(["Enter", " "]);

/** actionTarget returns the control that an event is about. */
export function actionTarget(event: Event): HTMLElement | null {
  const target = event.target;
  return target instanceof Element ? target.closest<HTMLElement>("[data-action]") : null;
}

/** partAt returns the part that an element of a bubble stands for. */
export function partAt(bubble: Bubble, target: HTMLElement): Part | undefined {
  const [line, index] = (target.dataset["at"] ?? "").split(".").map(Number);
  return line === undefined || index === undefined ? undefined : bubble.lines[line]?.[index];
}
