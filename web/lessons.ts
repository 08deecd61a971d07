/**
 * A console's lessons: it fetches them, begins the one that is chosen or that the address names, and tells how far
 * it is. Whether a step is done, the Bridge judges from what was said; here it is announced.
 */
import type { LessonView, Update } from "generated/bubbles";
import { keepLesson, wantedLesson } from "./address";
import type { SmtpPlayground } from "./elements/smtp-playground";
import { type LessonRow, type LessonsData, lessonsIn } from "./lessons/data";
import { doneOf, type Shelf } from "./lessons/shelf";
import { lessonNews } from "./lessons/told";
import { type Link, LinkLost } from "./link";
import { type Kept, NOTHING_KEPT, Notebook } from "./progress";
import { reasonOf } from "./reason";
import type { Company } from "./stage";
import type { LessonWish, ProgressWish } from "./wishes";

export class Lessons {
  readonly #view: SmtpPlayground;
  readonly #link: Link;
  readonly #id: string;
  readonly #company: Company;
  readonly notebook: Notebook;
  /** What the address asks for: a lesson, or by an empty name the list of them. */
  #wanted: string | null = null;
  #told: LessonView | null = null;
  #kept: Kept | null = null;

  constructor(view: SmtpPlayground, link: Link, id: string, company: Company) {
    this.#view = view;
    this.#link = link;
    this.#id = id;
    this.#company = company;
    this.notebook = new Notebook(link);
    view.addEventListener("smtp-lessons", () => void company.attempt(() => this.#look()));
    view.addEventListener("smtp-lesson", ({ detail }) => {
      void company.attempt(() => this.#act(detail));
    });
    view.addEventListener("smtp-progress", ({ detail }) => void this.#serve(detail));
    view.addEventListener("smtp-panel", () => {
      if (view.panel.shows("lesson")) void this.list();
    });
  }

  /** want asks for a lesson; the one that was asked for before and goes on does not begin anew. */
  want(id: string | null): void {
    const before = this.#wanted;
    this.#wanted = id;
    if (id === null || id === before || this.#view.state !== "ready") return;
    void this.#company.attempt(() => (id ? this.#begin(id) : this.#look()));
  }

  /** open makes the first connection: for the lesson that is wanted, or otherwise. */
  async open(otherwise: () => Promise<Update>): Promise<Update> {
    if (!this.#wanted) return otherwise();
    try {
      return await this.#begun(this.#wanted);
    } catch (error) {
      if (error instanceof LinkLost) throw error;
      this.#forget();
      this.#wanted = ""; // the list shows what there is instead
      this.#view.notice = reasonOf(error);
      return otherwise();
    }
  }

  /** begin goes on once the first connection is shown. */
  async begin(): Promise<void> {
    if (this.#told) await this.#showStory();
    else if (this.#wanted === "") await this.#look();
  }

  /** translate has the lesson that goes on speak another language, if it does. */
  async translate(): Promise<void> {
    const { language, session, shelf } = this.#view;
    if (shelf) await this.list();
    const { lesson } = session ?? {};
    if (!lesson || lesson.language === language) return;
    const row = rowOf(await lessonsIn(language), lesson.id);
    if (row) await this.#link.call("translate_lesson", this.#id, JSON.stringify(row.file));
  }

  /** tell returns what is to be said of the lesson of an update; one that is gone is gone from the address too. */
  tell(lesson: LessonView | null): string {
    const before = this.#told;
    this.#told = lesson;
    if (before && !lesson) this.#forget();
    if (lesson && isWorthKeeping(before, lesson)) void this.#keep();
    return lesson ? lessonNews(before, lesson, this.#view.words) : "";
  }

  async #act(wish: LessonWish): Promise<void> {
    switch (wish.what) {
      case "begin":
        return this.#begin(wish.id);
      case "again":
        this.#company.hush();
        this.#company.apply(await this.#link.call("again", this.#id));
        return this.#goOn();
      case "leave":
        this.#company.apply(await this.#link.call("leave_lesson", this.#id));
        return this.#goOn();
      case "answer":
        return this.#company.apply(await this.#link.call("answer", this.#id, wish.choice));
      case "hint":
        return this.#company.apply(await this.#link.call("hint", this.#id));
      case "solution":
        return this.#company.apply(await this.#link.call("show_solution", this.#id));
    }
  }

  async #begin(id: string): Promise<void> {
    this.#wanted = id;
    if (this.#view.state !== "ready") return keepLesson(id); // it is what the first connection is opened for
    try {
      const update = await this.#begun(id);
      this.#company.hush();
      this.#company.apply(update);
    } catch (error) {
      this.#wanted = this.#told?.id ?? null;
      keepLesson(this.#wanted);
      await this.#look();
      throw error;
    }
    keepLesson(id);
    await this.#showStory();
  }

  async #begun(id: string): Promise<Update> {
    const { language, words } = this.#view;
    const row = rowOf(await lessonsIn(language), id);
    if (!row) throw new Error(words("lessons.unknown", { id }));
    return this.#link.call("begin_lesson", this.#id, JSON.stringify(row.file), language);
  }

  /** The story is read first; where there is room, what it tells of is written beside it. */
  async #showStory(): Promise<void> {
    const view = this.#view;
    view.transcript.follow();
    await this.#open();
    if (view.layout === "wide") await this.#company.goOnWriting();
  }

  async #look(): Promise<void> {
    this.#wanted = this.#told?.id ?? null;
    if (wantedLesson() !== null) keepLesson(this.#wanted);
    await this.#open();
    this.#view.panel.enter();
  }

  async #open(): Promise<void> {
    await this.#view.updateComplete;
    this.#view.panel.turnTo("lesson");
    await this.#view.panel.updateComplete; // the sheet gives its focus to the tab that is turned to by then
    this.#view.panel.open();
    await this.#view.panel.updateComplete;
  }

  async #goOn(): Promise<void> {
    this.#view.transcript.follow();
    this.#view.panel.close();
    await this.#company.goOnWriting();
  }

  #forget(): void {
    this.#wanted = null;
    if (wantedLesson() !== null) keepLesson(null);
  }

  // The list, and what was done of it.

  /** list shows the lessons that are offered, and what was done of them. */
  async list(): Promise<void> {
    const view = this.#view;
    const { language } = view;
    try {
      const data = await lessonsIn(language);
      if (language !== view.language) return;
      this.#show({ data, kept: this.#kept ?? NOTHING_KEPT });
      this.#kept ??= await this.notebook.read();
      if (language === view.language) this.#show({ data, kept: this.#kept });
      view.shelfTold = "";
    } catch (error) {
      if (!(error instanceof LinkLost))
        view.shelfTold = view.words("lessons.failed", { reason: reasonOf(error) });
    }
  }

  #show(shelf: Shelf): void {
    this.#view.shelf = shelf;
  }

  /** What is kept grows with each try, hint and lesson that is done. */
  async #keep(): Promise<void> {
    await this.#company.attempt(async () => {
      this.#kept = await this.notebook.keep(this.#id);
      await this.list();
    });
  }

  async #serve(wish: ProgressWish): Promise<void> {
    const view = this.#view;
    if (wish.what === "export") return this.notebook.save();
    try {
      const kept = await this.notebook.add(wish.file);
      if (!kept) throw new Error(view.words("lessons.too-large"));
      this.#kept = kept;
      await this.list();
      const total = view.shelf?.data.lessons ?? [];
      const done = view.shelf ? doneOf(view.shelf, total) : 0;
      view.shelfTold = view.words("lessons.imported", { done, total: total.length });
    } catch (error) {
      view.shelfTold = reasonOf(error);
    }
  }
}

function isWorthKeeping(before: LessonView | null, now: LessonView): boolean {
  if (before?.id !== now.id || before.tries !== now.tries) return true;
  return (now.done && !before.done) || now.hints_used !== before.hints_used;
}

function rowOf({ lessons }: LessonsData, id: string): LessonRow | undefined {
  return lessons.find((lesson) => lesson.id === id);
}
