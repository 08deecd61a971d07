/** Any two codes side by side, made from their entries: for pairs that no one has written about. */
import type {
  Column,
  Entry,
  EntryLabels,
  EntrySection,
  TranscriptBlock,
  TranscriptLine,
} from "generated/entries";

/** pairEntry puts two entries of reply codes side by side. */
export function pairEntry(left: Entry, right: Entry, labels: EntryLabels): Entry {
  const title = labels.pair_title.replace("{left}", left.code).replace("{right}", right.code);
  return {
    ...left,
    address: `compare/${left.code}-vs-${right.code}`,
    kind: "compare",
    code: "",
    severity: "none",
    severity_word: "",
    status: "",
    title,
    label: title,
    lead: [],
    sections: [...columns("classes", labels.classes, digits, left, right)]
      .concat(columns("entries", labels.entries, meaning, left, right))
      .concat(columns("sessions", labels.sessions, sessions(left, right), left, right)),
  };
}

type Blocks = Column["blocks"];

function columns(
  id: string,
  heading: string,
  blocks: (entry: Entry) => Blocks,
  left: Entry,
  right: Entry,
): EntrySection[] {
  const [one, other] = [blocks(left), blocks(right)];
  if (!one.length && !other.length) return [];
  const block = { kind: "columns", left: column(left, one), right: column(right, other) } as const;
  return [{ id, heading, blocks: [block] }];
}

function column(entry: Entry, blocks: Blocks): Column {
  const { code, severity, address, title } = entry;
  return { code, severity, address, title, blocks };
}

/** What the first digit says. */
function digits(entry: Entry): Blocks {
  const table = section(entry, "digits")?.blocks[0];
  if (table?.kind !== "table") return [];
  return table.rows.slice(0, 1).map((row) => ({ kind: "text", runs: row[1] ?? [] }));
}

function meaning(entry: Entry): Blocks {
  const aid = section(entry, "fix") ?? section(entry, "go-on");
  const lead = entry.lead.map((runs) => ({ kind: "text", runs }) as const);
  const points = aid?.blocks.filter((block) => block.kind === "points") ?? [];
  return [...lead, ...points];
}

/** sessions marks the line at which they part. */
function sessions(left: Entry, right: Entry): (entry: Entry) => Blocks {
  const [one, other] = [session(left), session(right)];
  const lines = one?.lines.length ?? 0;
  let first = 0;
  while (first < lines && isAlike(one?.lines[first], other?.lines[first])) first++;
  return (entry) => {
    const shown = session(entry);
    if (!shown) return [];
    const marked = shown.lines.map((line, at) => ({ ...line, differs: at === first }));
    return [{ ...shown, lines: marked }];
  };
}

/** isAlike tells whether two lines are of one course. */
function isAlike(one?: TranscriptLine, other?: TranscriptLine): boolean {
  if (!one || !other || one.speaker !== other.speaker) return false;
  return course(one) === course(other);
}

/** course returns what counts: of what a server says, the code; of a note, all but its numbers. */
function course({ speaker, text }: TranscriptLine): string {
  if (speaker === "server") return text.slice(0, 3);
  return speaker === "note" ? text.replace(/[0-9]+/g, "") : text;
}

function session(entry: Entry): TranscriptBlock | undefined {
  const block = section(entry, "session")?.blocks[0];
  return block?.kind === "transcript" ? block : undefined;
}

function section(entry: Entry, id: string): EntrySection | undefined {
  return entry.sections.find((each) => each.id === id);
}
