/** The lessons as data, a language each: fetched when they are first looked at, and the files the Bridge reads. */
import type { Run } from "generated/bubbles";
import type { PackView } from "generated/desk";
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
  /** The class pack that they are of; null: they are all that come along. */
  readonly pack: PackView | null;
}

/** Of a class pack, all lessons stand together. */
const PACK_TRACK = "pack";

/** Where each language's are; empty in the single file. */
declare const LESSONS: Partial<Readonly<Record<Language, string>>>;

const kept = new Map<Language, Promise<LessonsData>>();

let offered: Promise<PackView | null> = Promise.resolve(null);

/** offer has the lessons of a class pack take the place of all others; of null, those come back. */
export function offer(pack: Promise<PackView | null>): void {
  offered = pack;
}

/**
 * lessonsIn returns the lessons that are offered, in a language; whatever is offered, `all` that come along. It
 * fails if they cannot be had, and can be asked again.
 */
export async function lessonsIn(language: Language, all = false): Promise<LessonsData> {
  const [data, pack] = await Promise.all([allIn(language), all ? null : offered]);
  return pack ? ofPack(data, pack) : data;
}

/** One that this page lacks is left out; a teacher's own speaks its own language. */
function ofPack({ lessons }: LessonsData, pack: PackView): LessonsData {
  const rows = pack.rows.flatMap(({ file, ...row }) => {
    const known = lessons.find(({ id }) => id === row.id);
    if (file) return [{ ...row, track: PACK_TRACK, file: JSON.parse(file) }];
    return known ? [{ ...known, track: PACK_TRACK }] : [];
  });
  return { tracks: [{ id: PACK_TRACK, title: pack.title, text: "" }], lessons: rows, pack };
}

function allIn(language: Language): Promise<LessonsData> {
  const known = kept.get(language) ?? read(language);
  kept.set(language, known);
  known.catch(() => kept.delete(language));
  return known;
}

async function read(language: Language): Promise<LessonsData> {
  const { body } = await partNamed(`lessons-${language}`, LESSONS[language]);
  const { tracks, lessons } = await new Response(body && unpacked(body)).json();
  const rows = lessons.map((row: LessonRow) => ({ ...row, goal: runs(row.goal) }));
  return { tracks, lessons: rows, pack: null };
}

/** How most runs are may be left out of what is sent. */
function runs(goal: readonly Partial<Run>[]): Run[] {
  return goal.map((run) => ({ text: "", style: "plain", href: "", ...run }));
}
