/** An entry of the reference as a template: the build renders pages with it, the console a window. */
import type {
  CauseBlock,
  Column,
  ColumnsBlock,
  Entry,
  EntryLabels,
  EntryLink,
  EntrySection,
  TableBlock,
  TranscriptBlock,
  TranscriptLine,
} from "generated/entries";
import { html, nothing, type TemplateResult } from "lit";
import { runs } from "../runs";
import { SHAPES } from "../severity";

/** Where an entry is shown: what its links lead to there. */
export interface Place {
  readonly labels: EntryLabels;
  readonly language: string;
  /** The way to another entry. */
  readonly entry: (address: string) => string;
  /** The way to the console, in which the session of a reply is played. */
  readonly play: (reply: string, pace: "at-once" | "step") => string;
}

type Block = EntrySection["blocks"][number];
type Piece = TemplateResult | typeof nothing;

/** entryTemplate renders an entry whole. */
export function entryTemplate(entry: Entry, place: Place): TemplateResult {
  return html`<article class="entry" data-address=${entry.address}>
    <header>
      <h1>${badgeTemplate(entry.code, entry.severity)} <span>${entry.title}</span></h1>
      ${entry.severity_word ? html`<p class="severity" data-severity=${entry.severity}>${entry.severity_word}</p>` : nothing}
      ${entry.status ? html`<p class="status">${entry.status}</p>` : nothing}
    </header>
    <div class="lead">${entry.lead.map((paragraph) => html`<p>${text(paragraph, place)}</p>`)}</div>
    ${entry.sections.map((section) => sectionTemplate(section, place))}
  </article>`;
}

/** badgeTemplate renders a code in the shape and colour of its severity. */
export function badgeTemplate(code: string, severity: Entry["severity"]): Piece {
  if (!code) return nothing;
  const shape = SHAPES[severity];
  return html`<span class="badge" data-severity=${severity} lang="en">${shape ? html`<span aria-hidden="true">${shape}</span> ` : nothing}${code}</span>`;
}

function sectionTemplate(section: EntrySection, place: Place): TemplateResult {
  const alone = section.blocks.length === 1;
  return html`<section id=${section.id}>
    <h2>${section.heading}</h2>
    ${section.blocks.map((block) => blockTemplate(block, place, alone))}
  </section>`;
}

function blockTemplate(block: Block, place: Place, alone: boolean): TemplateResult {
  switch (block.kind) {
    case "text":
      return html`<p>${text(block.runs, place)}</p>`;
    case "points":
      return pointsTemplate(block.points, place);
    case "table":
      return tableTemplate(block, place);
    case "transcript":
      return sessionTemplate(block, place);
    case "cause":
      return causeTemplate(block, place, alone);
    case "columns":
      return columnsTemplate(block, place);
    case "links":
      return html`<ul class="ways">${block.links.map((way) => html`<li>${wayTemplate(way, place)}</li>`)}</ul>`;
  }
}

function text(stretches: Parameters<typeof runs>[0], place: Place): TemplateResult[] {
  return runs(stretches, (label, target) => linkTemplate(label, target, place));
}

function linkTemplate(label: unknown, target: string, place: Place): TemplateResult {
  return target.startsWith("https://")
    ? html`<a href=${target} target="_blank" rel="noopener">${label}</a>`
    : html`<a href=${place.entry(target)}>${label}</a>`;
}

function wayTemplate({ label, target, code, severity }: EntryLink, place: Place): TemplateResult {
  return linkTemplate(html`${badgeTemplate(code, severity)} ${label}`, target, place);
}

function pointsTemplate(
  points: readonly Parameters<typeof runs>[0][],
  place: Place,
): TemplateResult {
  return html`<ul>${points.map((point) => html`<li>${text(point, place)}</li>`)}</ul>`;
}

function tableTemplate({ head, rows }: TableBlock, place: Place): TemplateResult {
  return html`<div class="table" tabindex="0" role="group"><table>
    ${
      head.length
        ? html`<thead><tr>${head.map((cell) => (cell ? html`<th scope="col">${cell}</th>` : html`<td></td>`))}</tr></thead>`
        : nothing
    }
    <tbody>${rows.map(
      ([first = [], ...rest]) =>
        html`<tr><th scope="row">${text(first, place)}</th>${rest.map(
          (cell, at) => html`<td data-head=${head[at + 1] ?? nothing}>${text(cell, place)}</td>`,
        )}</tr>`,
    )}</tbody>
  </table></div>`;
}

function causeTemplate(cause: CauseBlock, place: Place, alone: boolean): TemplateResult {
  const { labels } = place;
  return html`<details class="cause" id=${cause.reply} ?open=${alone}>
    <summary><span class="name">${cause.title}</span> ${cause.enhanced ? html`<code lang="en">${cause.enhanced}</code>` : nothing}</summary>
    ${cause.when.map((paragraph) => html`<p>${text(paragraph, place)}</p>`)}
    ${cause.fix.length ? html`<p class="cue">${labels.cause_fix}</p>${pointsTemplate(cause.fix, place)}` : nothing}
    <p class="actions"><a class="button" href=${place.play(cause.reply, "at-once")}><span aria-hidden="true">▶</span> ${labels.cause_play}</a></p>
  </details>`;
}

function sessionTemplate(session: TranscriptBlock, place: Place): TemplateResult {
  const { labels } = place;
  return html`<figure class="session">
    ${transcriptTemplate(session, place)}
    <figcaption>${labels.caption}</figcaption>
    <p class="actions">
      <a class="button primary" href=${place.play(session.reply, "at-once")}><span aria-hidden="true">▶</span> ${labels.play}</a>
      <a class="button" href=${place.play(session.reply, "step")}>${labels.step}</a>
    </p>
  </figure>`;
}

function transcriptTemplate({ lines, settings }: TranscriptBlock, place: Place): TemplateResult {
  const { labels } = place;
  return html`${
    settings.length
      ? html`<p class="settings">${labels.settings} ${settings.map((each) => html`<code lang="en">${each}</code> `)}</p>`
      : nothing
  }<ol class="transcript" lang="en">${lines.map((line) => lineTemplate(line, place))}</ol>`;
}

function lineTemplate({ speaker, text, differs }: TranscriptLine, place: Place): TemplateResult {
  const { labels, language } = place;
  if (speaker === "note") return html`<li class="note" lang=${language}>${text}</li>`;
  const mark = speaker === "client" ? "C:" : "S:";
  return html`<li class=${speaker} ?data-differs=${differs}><b>${mark}</b> <code>${text}</code>${
    differs ? html` <mark lang=${language}>${labels.differs}</mark>` : nothing
  }</li>`;
}

function columnsTemplate({ left, right }: ColumnsBlock, place: Place): TemplateResult {
  return html`<div class="columns">${columnTemplate(left, place)}${columnTemplate(right, place)}</div>`;
}

function columnTemplate(column: Column, place: Place): TemplateResult {
  const badge = badgeTemplate(column.code, column.severity);
  const heading = html`${badge} ${column.title}`;
  return html`<div class="column" data-severity=${column.severity}>
    <h3>${column.address ? html`<a href=${place.entry(column.address)}>${heading}</a>` : heading}</h3>
    ${column.blocks.map((block) => blockTemplate(block, place, true))}
  </div>`;
}
