/** What is copied into a page, a document or a site so that a session stands there, readable, and comes alive. */
import { pack } from "./packing";

export const CODE_FORMS = ["html", "frame", "sphinx", "mkdocs"] as const;
export type CodeForm = (typeof CODE_FORMS)[number];

/** A session to be embedded. */
export interface Embeddable {
  /** As it is printed: `C:`, `S:`, `--`. */
  readonly text: string;
  readonly persona: string;
  readonly language: string;
  readonly readonly: boolean;
  /** Where the playground is. */
  readonly site: URL;
}

/** codeFor returns the code for each kind of host. */
export async function codeFor(what: Embeddable): Promise<Readonly<Record<CodeForm, string>>> {
  const frame = await frameAddress(what);
  return { html: html(what), frame: iframe(frame), sphinx: sphinx(what), mkdocs: mkdocs(what) };
}

/** frameAddress returns the address of a page that shows the session by itself. */
export async function frameAddress(what: Embeddable): Promise<string> {
  const { persona, language, readonly, site, text } = what;
  const told = new URLSearchParams({ persona, lang: language });
  if (readonly) told.set("readonly", "");
  told.set("packed", await pack(text));
  return `${new URL("embed.html", site)}#${told}`;
}

function html({ text, persona, language, readonly, site }: Embeddable): string {
  const script = `<script type="module" src="${escaped(new URL("embed.js", site).href)}"></script>`;
  const flag = readonly ? " readonly" : "";
  const element = `<smtp-playground persona="${escaped(persona)}" lang="${escaped(language)}"${flag}>`;
  return `${script}\n${element}<pre>\n${escaped(text)}\n</pre></smtp-playground>\n`;
}

function iframe(address: string): string {
  const size = 'width="100%" height="480" style="border: 0" loading="lazy"';
  return `<iframe src="${escaped(address)}" title="SMTP" ${size}></iframe>\n`;
}

function sphinx({ text, persona, language, readonly }: Embeddable): string {
  const options = [
    `:persona: ${persona}`,
    `:lang: ${language}`,
    ...(readonly ? [":readonly:"] : []),
  ];
  const lines = [...options, "", ...text.split("\n")];
  return `.. smtp-session::\n${lines.map((line) => (line ? `   ${line}` : "")).join("\n")}\n`;
}

function mkdocs({ text, persona, language, readonly }: Embeddable): string {
  const ticks = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([found]) => found.length));
  const fence = "`".repeat(ticks + 1);
  const flag = readonly ? " readonly" : "";
  return `${fence}smtp {persona=${persona} lang=${language}${flag}}\n${text}\n${fence}\n`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
