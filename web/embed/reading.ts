/** A printed session, read as documentation writes it: `C:` the client, `S:` the server, `--` what nobody says. */

export type Voice = "client" | "server" | "note";

export interface Line {
  readonly voice: Voice;
  readonly text: string;
  /** With which a line of the server begins; empty if it has none. */
  readonly code: string;
}

/** A line that is none of these. */
export interface Stray {
  /** Counted from 1, as editors do. */
  readonly number: number;
  readonly text: string;
}

export interface Printed {
  readonly lines: readonly Line[];
  /** The first line that belongs to nobody. */
  readonly stray: Stray | null;
}

/** Lines that are read of one session. */
const AT_MOST = 10_000;
const VOICES: Readonly<Record<string, Voice>> = { C: "client", S: "server" };

/** read returns the lines of a session; empty ones stand for nothing. */
export function read(text: string): Printed {
  const rows = text.replace(/\r\n?/g, "\n").split("\n").slice(0, AT_MOST);
  const lines: Line[] = [];
  let stray: Stray | null = null;
  rows.forEach((row, index) => {
    if (!row.trim()) return;
    const line = lineOf(row.trim());
    if (line) lines.push(line);
    else stray ??= { number: index + 1, text: row.trim() };
  });
  return { lines, stray };
}

/** said returns what the client says, line by line, without CRLF. */
export function said(lines: readonly Line[]): string[] {
  return lines.filter(({ voice }) => voice === "client").map(({ text }) => text);
}

function lineOf(row: string): Line | null {
  const [, speaker = "", text = ""] = /^([CS]):(?: |$)(.*)$/.exec(row) ?? [];
  const voice = VOICES[speaker];
  if (voice) return { voice, text, code: voice === "server" ? codeOf(text) : "" };
  if (row === "..." || row.startsWith("--"))
    return { voice: "note", text: row.replace(/^-- ?/, ""), code: "" };
  return null;
}

function codeOf(text: string): string {
  return /^([2-5]\d\d)(?:[ -]|$)/.exec(text)?.[1] ?? "";
}
