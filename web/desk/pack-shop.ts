/** Packs at the desk: lessons go in, files come out. */
import type { PackView } from "generated/desk";
import type { LessonsData } from "../lessons/data";
import type { Link } from "../link";
import { reasonOf } from "../reason";
import { keep } from "../save";
import type { Language, Words } from "../words";
import { type PackDraft, type PackItem, packFormOf } from "./draft";
import { named, textOf } from "./files";
import { LARGEST_PAGE, withPack } from "./pages";

const SINGLE_FILE = "smtp-playground.html";

export class PackShop {
  readonly #link: Link;

  constructor(link: Link) {
    this.#link = link;
  }

  /** add puts lesson files into a pack; one that is there already by its id is renewed. */
  async add(files: readonly File[], pack: PackDraft, words: Words): Promise<PackDraft> {
    const items = await Promise.all(files.map((file) => this.#lessonIn(file, words)));
    return items.reduce(withItem, pack);
  }

  async #lessonIn(file: File, words: Words): Promise<PackItem> {
    const text = await textOf(file, words);
    const { lesson, id, title, problems } = await this.#link.call("lint_lesson", text);
    const [first] = problems;
    if (!lesson || first)
      throw named(file, first ? [first.place, first.problem].filter(Boolean).join(" ") : "");
    return { id, title, minutes: minutesIn(lesson), file: lesson };
  }

  /** open reads a pack's file. */
  async open(file: File, data: LessonsData, words: Words): Promise<PackDraft> {
    const text = await textOf(file, words);
    try {
      return draftOf(await this.#link.call("read_pack", text), data, words);
    } catch (error) {
      throw named(file, reasonOf(error));
    }
  }

  /** save hands the pack to the reader as a file. */
  async save(pack: PackDraft): Promise<string> {
    const { name, text } = await this.#link.call("write_pack", packFormOf(pack));
    keep(`${name}.json`, new Blob([text], { type: "application/json" }));
    return `${name}.json`;
  }

  /** savePage hands it over inside the single file: the site's, or one from the reader's disk. */
  async savePage(pack: PackDraft, words: Words, file?: File): Promise<string> {
    if (file && file.size > LARGEST_PAGE)
      throw new Error(words("desk.too-large", { name: file.name, most: LARGEST_PAGE / 1e6 }));
    const { name, text } = await this.#link.call("write_pack", packFormOf(pack));
    const page = withPack(await (file ? file.arrayBuffer() : fetched()), text);
    if (!page) throw named(file ?? new File([], SINGLE_FILE), words("desk.no-single-file"));
    keep(`${name}.html`, page);
    return `${name}.html`;
  }
}

/** withItem puts a lesson into a pack. */
export function withItem(pack: PackDraft, item: PackItem): PackDraft {
  const place = pack.lessons.findIndex(({ id }) => id === item.id);
  const lessons = place < 0 ? [...pack.lessons, item] : pack.lessons.with(place, item);
  return { ...pack, lessons };
}

/** newPack is a pack without lessons. */
export function newPack(language: Language, words: Words): PackDraft {
  const title = words("desk.pack-new");
  return { title, language, solutions: true, askName: true, lessons: [] };
}

/** draftOf returns a pack that was read, to go on with; it fails if this page lacks one of its lessons. */
function draftOf(pack: PackView, { lessons }: LessonsData, words: Words): PackDraft {
  const items = pack.rows.map(({ id, title, minutes, file }) => {
    const row = file ? { title, minutes } : lessons.find((lesson) => lesson.id === id);
    if (!row) throw new Error(words("desk.unknown-lesson", { id }));
    return { id, title: row.title, minutes: row.minutes, file };
  });
  const { title, language, solutions, ask_name } = pack;
  return { title, language: language as Language, solutions, askName: ask_name, lessons: items };
}

function minutesIn(lesson: string): number {
  return (JSON.parse(lesson) as { minutes: number }).minutes;
}

async function fetched(): Promise<ArrayBuffer> {
  const response = await fetch(SINGLE_FILE);
  if (!response.ok) throw new Error(`${SINGLE_FILE}: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}
