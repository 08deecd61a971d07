/** What the list of lessons shows, and what follows from it: which are done, and which comes next. */
import type { Kept } from "../progress";
import type { LessonRow, LessonsData } from "./data";

export interface Shelf {
  readonly data: LessonsData;
  readonly kept: Kept;
}

/** passesTime tells whether a lesson needs the clock: its solution lets time pass. */
export function passesTime(shelf: Shelf | null, id = ""): boolean {
  const lesson = shelf?.data.lessons.find((row) => row.id === id);
  return lesson?.file.solution.flat().some((line) => line.startsWith("! pass time")) ?? false;
}

/** isDone tells whether a lesson was ever done. */
export function isDone({ kept }: Shelf, id: string): boolean {
  return kept.lessons[id]?.done ?? false;
}

/** lessonsOf returns a track's lessons. */
export function lessonsOf({ data }: Shelf, track: string): readonly LessonRow[] {
  return data.lessons.filter((lesson) => lesson.track === track);
}

/** doneOf counts those of some lessons that are done. */
export function doneOf(shelf: Shelf, lessons: readonly LessonRow[]): number {
  return lessons.filter(({ id }) => isDone(shelf, id)).length;
}

/** nextAfter returns the lesson to take after one: the next that is not done; without an id, the first of those. */
export function nextAfter(shelf: Shelf, id = ""): LessonRow | null {
  const { lessons } = shelf.data;
  const place = lessons.findIndex((lesson) => lesson.id === id) + 1;
  const inOrder = [...lessons.slice(place), ...lessons.slice(0, place)];
  return inOrder.find((lesson) => lesson.id !== id && !isDone(shelf, lesson.id)) ?? null;
}
