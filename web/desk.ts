/**
 * The teacher's desk: `#desk` opens it over the console. What is made there stays in the page until its teacher
 * takes it along as a file; nothing is sent anywhere.
 */
import type { LessonFile } from "generated/desk";
import { hashParameters, keepHash } from "./address";
import { type Draft, formOf, linesOfSolution, NEW_DRAFT, type PackDraft } from "./desk/draft";
import { textOf } from "./desk/files";
import { newPack, PackShop, withItem } from "./desk/pack-shop";
import { csvOf, timeOf } from "./desk/table";
import type { DeskWish } from "./desk/wish";
import type { SmtpPlayground } from "./elements/smtp-playground";
import { lessonsIn } from "./lessons/data";
import type { Link } from "./link";
import { reasonOf } from "./reason";
import { keep } from "./save";
import type { Company } from "./stage";

/** Milliseconds after the last key before the linter is asked. */
const QUIET = 300;
const LARGEST_RESULT = 1_000_000;

export class Desk {
  readonly #view: SmtpPlayground;
  readonly #link: Link;
  readonly #id: string;
  readonly #company: Company;
  readonly #packs: PackShop;
  #quiet = 0;
  #asked = 0;

  constructor(view: SmtpPlayground, link: Link, id: string, company: Company) {
    this.#view = view;
    this.#link = link;
    this.#id = id;
    this.#company = company;
    this.#packs = new PackShop(link);
    view.addEventListener("smtp-desk", ({ detail }) => void this.#serve(detail));
    view.addEventListener("smtp-desk-closed", () => {
      if (isNamed()) keepHash({ desk: null });
    });
    addEventListener("hashchange", () => void this.#look());
    void this.#look();
  }

  async #look(): Promise<void> {
    const view = this.#view;
    await view.updateComplete;
    const { desk } = view;
    if (!isNamed()) return desk.close();
    desk.pack ??= newPack(view.language, view.words);
    await desk.open();
    try {
      desk.data = await lessonsIn(view.language, true);
    } catch (error) {
      this.#tell(view.words("lessons.failed", { reason: reasonOf(error) }), true);
    }
  }

  async #serve(wish: DeskWish): Promise<void> {
    if (wish.what === "pack") this.#desk.pack = wish.pack;
    else if (wish.what === "draft") this.#written(wish.draft);
    else {
      this.#tell(this.#view.words("desk.working"));
      try {
        this.#tell(await this.#act(wish));
      } catch (error) {
        this.#tell(reasonOf(error), true);
      }
    }
  }

  /** act does what was wished and returns what is to be told of it. */
  async #act(wish: Exclude<DeskWish, { what: "pack" | "draft" }>): Promise<string> {
    switch (wish.what) {
      case "record":
        return this.#record();
      case "near-miss":
        return this.#nearMiss();
      case "new-lesson":
        this.#written(NEW_DRAFT);
        return "";
      case "preview":
        return this.#preview();
      case "save-lesson":
        return this.#saveLesson();
      case "add-lesson":
        return this.#addLesson();
      case "result-files":
        return this.#readResults(await this.#texts(wish.files));
      case "result-codes":
        return this.#readResults([wish.text]);
      case "save-table":
        return this.#saveTable();
      case "clear-table":
        this.#desk.sheets = [];
        return "";
      default:
        return this.#shop(wish);
    }
  }

  // Packs.

  async #shop(
    wish: Extract<
      DeskWish,
      { what: "lessons" | "open-pack" | "save-pack" | "save-page" | "fill-page" }
    >,
  ): Promise<string> {
    const { words, language } = this.#view;
    const packs = this.#packs;
    switch (wish.what) {
      case "lessons":
        this.#desk.pack = await packs.add(wish.files, this.#pack, words);
        return words("desk.added");
      case "open-pack":
        this.#desk.pack = await packs.open(wish.file, await lessonsIn(language, true), words);
        return words("desk.opened", { name: wish.file.name });
      case "save-pack":
        return words("desk.saved", { name: await packs.save(this.#pack) });
      case "save-page":
        return words("desk.saved", { name: await packs.savePage(this.#pack, words) });
      case "fill-page":
        return words("desk.saved", { name: await packs.savePage(this.#pack, words, wish.file) });
    }
  }

  // A lesson.

  /** What was said anew takes the place of what was; what was written stays, unless its steps are no more. */
  async #record(): Promise<string> {
    const recording = await this.#link.call("recorded", this.#id);
    const { draft } = this.#desk;
    if (!linesOfSolution(recording).length) throw new Error(this.#view.words("desk.nothing-said"));
    const steps = draft.steps
      .map((step) => ({ ...step, marks: [] }))
      .filter(({ task, hints }) => task || hints);
    this.#written({ ...draft, recording, steps });
    return "";
  }

  async #nearMiss(): Promise<string> {
    const recording = await this.#link.call("recorded", this.#id);
    const lines = linesOfSolution(recording);
    if (!lines.length) throw new Error(this.#view.words("desk.nothing-said"));
    this.#written({ ...this.#desk.draft, nearMiss: lines.join("\n") });
    return "";
  }

  #written(draft: Draft): void {
    this.#desk.draft = draft;
    clearTimeout(this.#quiet);
    this.#quiet = window.setTimeout(() => void this.#check(), QUIET);
  }

  async #check(): Promise<LessonFile> {
    clearTimeout(this.#quiet);
    const number = ++this.#asked;
    const form = formOf(this.#desk.draft, this.#pack.language);
    const file = await this.#link.call("write_lesson", form);
    if (number === this.#asked) this.#desk.problems = file.problems;
    return file;
  }

  async #preview(): Promise<string> {
    const view = this.#view;
    const { json } = await this.#check();
    const update = await this.#link.call("begin_lesson", this.#id, json, view.language);
    this.#desk.close();
    this.#company.hush();
    this.#company.apply(update);
    await view.updateComplete;
    view.panel.turnTo("lesson");
    view.panel.open();
    return view.words("desk.previewed");
  }

  async #saveLesson(): Promise<string> {
    const { name, toml } = await this.#check();
    keep(`${name}.toml`, new Blob([toml], { type: "application/toml" }));
    return this.#view.words("desk.saved", { name: `${name}.toml` });
  }

  async #addLesson(): Promise<string> {
    const { name, json } = await this.#check();
    const { title, minutes } = this.#desk.draft;
    this.#desk.pack = withItem(this.#pack, { id: name, title, minutes, file: json });
    return this.#view.words("desk.added");
  }

  // Results.

  #texts(files: readonly File[]): Promise<string[]> {
    return Promise.all(files.map((file) => textOf(file, this.#view.words, LARGEST_RESULT)));
  }

  /** What can be read of several is taken, and what cannot is told. */
  async #readResults(texts: readonly string[]): Promise<string> {
    const { words } = this.#view;
    const read = await Promise.all(texts.map((text) => this.#link.call("read_results", text)));
    this.#desk.sheets = [...this.#desk.sheets, ...read.flatMap(({ sheets }) => sheets)];
    const unread = read.reduce((sum, each) => sum + each.unread, 0);
    if (unread) throw new Error(words("desk.unread", { count: unread }));
    this.#desk.forgetCodes();
    return words("desk.read");
  }

  #saveTable(): string {
    const { words } = this.#view;
    const head = ["who", "pack", "lesson", "state", "tries", "hints", "time", "check"] as const;
    const rows = this.#desk.lines.map((line) => [
      ...[line.who, line.pack, line.lesson, words(line.done ? "lesson.done" : "desk.begun")],
      ...[line.tries, line.hints, timeOf(line.seconds)],
      words(line.intact ? "desk.intact" : "desk.altered"),
    ]);
    const text = csvOf([head.map((name) => words(`desk.column-${name}`)), ...rows]);
    const name = `${words("desk.table-file")}.csv`;
    keep(name, new Blob([text], { type: "text/csv" }));
    return words("desk.saved", { name });
  }

  get #desk(): SmtpPlayground["desk"] {
    return this.#view.desk;
  }

  get #pack(): PackDraft {
    const { language, words } = this.#view;
    this.#desk.pack ??= newPack(language, words);
    return this.#desk.pack;
  }

  #tell(text: string, failed = false): void {
    this.#desk.told = { text, failed };
  }
}

function isNamed(): boolean {
  return hashParameters().has("desk");
}
