/** The lesson that is being made at the desk, and the pack: what its teacher has written so far. */
import type { Recording, Seen } from "generated/desk";
import type { Language, Words } from "../words";

/** One thing that was marked, and in which line of the recording; -1: in one that was taken before. */
export interface Mark {
  readonly line: number;
  readonly seen: Seen;
}

export interface DraftStep {
  readonly task: string;
  /** One a line. */
  readonly hints: string;
  readonly marks: readonly Mark[];
}

export interface Draft {
  readonly title: string;
  readonly goal: string;
  readonly story: string;
  readonly minutes: number;
  readonly notice: string;
  readonly nearMissWhy: string;
  /** One line a line. */
  readonly nearMiss: string;
  readonly steps: readonly DraftStep[];
  /** What was done, whose steps these are. */
  readonly recording: Recording | null;
}

export const NEW_DRAFT: Draft = {
  title: "",
  goal: "",
  story: "",
  minutes: 5,
  notice: "",
  nearMissWhy: "",
  nearMiss: "",
  steps: [],
  recording: null,
};

/** One lesson of the pack; `file` is empty for one that comes along. */
export interface PackItem {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly file: string;
}

export interface PackDraft {
  readonly title: string;
  readonly language: Language;
  readonly solutions: boolean;
  readonly askName: boolean;
  readonly lessons: readonly PackItem[];
}

/** marked returns the draft with a line marked for one thing, or for nothing: each marked line makes a step. */
export function marked(draft: Draft, line: number, seen: Seen | null): Draft {
  const steps = draft.steps.map((step) => ({
    ...step,
    marks: step.marks.filter((mark) => mark.line !== line),
  }));
  const kept = steps.filter(({ marks, task, hints }) => marks.length || task || hints);
  if (!seen) return { ...draft, steps: kept };
  const mark = { line, seen };
  const before = draft.steps.findIndex(({ marks }) => marks.some((each) => each.line === line));
  const same = before < 0 ? undefined : steps[before];
  if (same) {
    const marks = [...same.marks, mark].sort((one, other) => one.line - other.line);
    return { ...draft, steps: steps.map((step) => (step === same ? { ...same, marks } : step)) };
  }
  const place = kept.findIndex(({ marks }) => marks.some((each) => each.line > line));
  const step = { task: "", hints: "", marks: [mark] };
  return { ...draft, steps: kept.toSpliced(place < 0 ? kept.length : place, 0, step) };
}

/** joined returns the draft with a step made part of the one before it. */
export function joined(draft: Draft, place: number): Draft {
  const [before, step] = [draft.steps[place - 1], draft.steps[place]];
  if (!before || !step) return draft;
  const both = {
    task: [before.task, step.task].filter(Boolean).join(" "),
    hints: [before.hints, step.hints].filter(Boolean).join("\n"),
    marks: [...before.marks, ...step.marks],
  };
  return { ...draft, steps: draft.steps.toSpliced(place - 1, 2, both) };
}

/** formOf returns the draft as the Bridge reads a lesson. */
export function formOf(draft: Draft, language: Language): string {
  const { title, goal, story, minutes, notice, recording } = draft;
  return JSON.stringify({
    ...{ title, language, minutes, goal, story, notice },
    persona: recording?.persona ?? "playground",
    solution: JSON.parse(recording?.solution ?? "[]"),
    near_miss: draft.nearMiss ? linesOf(draft.nearMiss) : [],
    near_miss_why: draft.nearMissWhy,
    rule: JSON.parse(recording?.rules ?? "[]"),
    steps: draft.steps.map(({ task, hints, marks }) => ({
      task,
      hints: linesOf(hints).filter((hint) => hint.trim()),
      see: marks.map(({ seen }) => JSON.parse(seen.see)),
    })),
  });
}

/** packOf returns the pack as the Bridge reads it. */
export function packFormOf({ title, language, solutions, askName, lessons }: PackDraft): string {
  return JSON.stringify({
    ...{ title, language },
    options: { solutions, ask_name: askName },
    lessons: lessons.map(({ id, file }) => (file ? JSON.parse(file) : id)),
  });
}

/** linesOfSolution returns what was sent, a line each. */
export function linesOfSolution({ solution }: Recording): string[] {
  return (JSON.parse(solution) as (string | string[])[]).flat();
}

/** seenLabel tells in words what can be asked for. */
export function seenLabel({ kind, about, verb, value }: Seen, words: Words): string {
  const after = words(`desk.after-${about}`, { verb });
  return words(`desk.see-${kind}`, { value, verb, after });
}

function linesOf(text: string): string[] {
  return text.split("\n");
}
