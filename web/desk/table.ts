/** What learners handed in, as rows of a table and as a file for a spreadsheet. */
import type { ResultSheet } from "generated/desk";

export interface ResultLine {
  readonly who: string;
  readonly pack: string;
  readonly lesson: string;
  readonly done: boolean;
  readonly tries: number;
  readonly hints: number;
  readonly seconds: number;
  readonly intact: boolean;
}

/** What a cell must not begin with: a spreadsheet would take it for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** linesOf returns a row for each lesson; who has begun none has one all the same. */
export function linesOf(
  sheets: readonly ResultSheet[],
  titles: ReadonlyMap<string, string>,
): ResultLine[] {
  return sheets.flatMap(({ name, pack, intact, rows }) => {
    const about = { who: name, pack, intact };
    const empty = { ...about, lesson: "", done: false, tries: 0, hints: 0, seconds: 0 };
    if (!rows.length) return [empty];
    return rows.map(({ lesson, done, tries, hints, seconds }) => ({
      ...about,
      lesson: titles.get(lesson) ?? lesson,
      done,
      tries,
      hints,
      seconds,
    }));
  });
}

/** csvOf writes rows as RFC 4180 has them; the mark at the beginning tells spreadsheets that it is Unicode. */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

function cell(value: string | number): string {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** timeOf tells seconds as minutes and seconds. */
export function timeOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
