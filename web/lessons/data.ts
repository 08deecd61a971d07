/** The lessons as data, a language each: fetched when they are first looked at, and the files the Bridge reads. */
import type { Run } from "generated/bubbles";
import { unpacked } from "../files";
import type { Language } from "../languages";
import { partNamed } from "../parts";

export interface TrackRow {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface LessonRow {
  readonly id: string;
  readonly title: string;
  readonly track: string;
  readonly minutes: number;
  readonly goal: readonly Run[];
  /** The whole lesson, which the page hands on. */
  readonly file: { readonly solution: readonly (string | readonly string[])[] };
}

/** Both in the order in which they are offered. */
export interface LessonsData {
  readonly tracks: readonly TrackRow[];
  readonly lessons: readonly LessonRow[];
}

/** Where each language's are; empty in the single file. */
declare const LESSONS: Partial<Readonly<Record<Language, string>>>;

const kept = new Map<Language, Promise<LessonsData>>();

/** lessonsIn returns the lessons in a language. It fails if they cannot be had, and can be asked again. */
export function lessonsIn(language: Language): Promise<LessonsData> {
  const known = kept.get(language) ?? read(language);
  kept.set(language, known);
  known.catch(() => kept.delete(language));
  return known;
}

async function read(language: Language): Promise<LessonsData> {
  const { body } = await partNamed(`lessons-${language}`, LESSONS[language]);
  const { tracks, lessons } = await new Response(body && unpacked(body)).json();
  return { tracks, lessons: lessons.map((row: LessonRow) => ({ ...row, goal: runs(row.goal) })) };
}

/** How most runs are may be left out of what is sent. */
function runs(goal: readonly Partial<Run>[]): Run[] {
  return goal.map((run) => ({ text: "", style: "plain", href: "", ...run }));
}
