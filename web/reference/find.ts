/**
 * From a code, a command or a line out of a log to the entries that explain it. The patterns are data, the same as
 * Python goes by (`smtp_playground/reference/find.py`); a test compares the two.
 */
import type { Find, FindPattern, FindRow } from "generated/entries";

export interface FoundPart {
  readonly part: string;
  readonly text: string;
  /** Of the entry that explains it; may be empty. */
  readonly address: string;
}

export interface Found {
  readonly parts: readonly FoundPart[];
  /** Addresses of entries, the best first. */
  readonly addresses: readonly string[];
}

const LONGEST = 2000;
const SHOWN = 12;
const WORDS = 8;

/** find finds what a line is about. */
export function find(line: string, { patterns, rows }: Find): Found {
  const lookedAt = line.trim().slice(0, LONGEST);
  const known = new Set(rows.map(({ address }) => address));
  const parts = partsOf(lookedAt, patterns, known);
  const told = parts.map(({ address }) => address).filter(Boolean);
  const typed = wordsOf(lookedAt).join(" ");
  const named = rows.filter((row) => namesOf(row).includes(typed)).map(({ address }) => address);
  const addresses = new Set([...named, ...told, ...byWords(lookedAt, rows)]);
  return { parts, addresses: [...addresses].slice(0, SHOWN) };
}

/** namesOf returns what is this entry and no other: its code, its title, the end of its address. */
function namesOf({ address, code, title }: FindRow): string[] {
  const last = address.slice(address.indexOf("/") + 1).replaceAll("-", " ");
  return [code.toLowerCase(), wordsOf(title).join(" "), last].filter(Boolean);
}

function partsOf(
  line: string,
  patterns: readonly FindPattern[],
  known: ReadonlySet<string>,
): FoundPart[] {
  const found = new Map<string, FoundPart>();
  for (const { part, pattern, leads_to } of patterns) {
    if (found.has(part)) continue;
    const text = new RegExp(pattern, "i").exec(line)?.[1];
    if (text === undefined) continue;
    const address = leads_to || addressOf(part, text, known);
    if (part !== "code" || address) found.set(part, { part, text, address });
  }
  return [...found.values()];
}

function addressOf(part: string, text: string, known: ReadonlySet<string>): string {
  return wanted(part, text).find((address) => known.has(address)) ?? "";
}

function wanted(part: string, text: string): string[] {
  switch (part) {
    case "code":
      return [`replies/${text}`];
    case "enhanced": {
      const [, subject, detail] = text.split(".");
      return [`enhanced/x.${subject}.${detail}`, `enhanced/x.${subject}.0`, "enhanced/x.0.0"];
    }
    case "command": {
      const words = text.toLowerCase().split(/\s+/);
      return [`commands/${words.join("-")}`, `commands/${words[0]}`];
    }
    default:
      return [];
  }
}

/** byWords returns the entries whose words begin with all of the line's; whole words first. */
function byWords(line: string, rows: readonly FindRow[]): string[] {
  const words = wordsOf(line);
  if (!words.length || words.length > WORDS) return [];
  const ranked = rows.flatMap((row) => {
    const rank = rankOf(words, row);
    return rank === null ? [] : [{ rank, address: row.address }];
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ address }) => address);
}

function rankOf(wanted: readonly string[], row: FindRow): number | null {
  const words = row.words.split(" ");
  if (!wanted.every((start) => words.some((word) => word.startsWith(start)))) return null;
  return wanted.every((start) => words.includes(start)) ? 1 : 2;
}

/** wordsOf returns the words of a text, in lower case, without what stands between them. */
function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s:,()]+/)
    .filter(Boolean);
}
