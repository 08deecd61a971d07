/** What the box has found, as a template: the parts of the line, then the entries. */
import type { Find, FindRow } from "generated/entries";
import { html, nothing, type TemplateResult } from "lit";
import { badgeTemplate } from "./entry";
import { type FoundPart, find } from "./find";

/** foundTemplate renders what a line is about; `entry` is the way to an entry. */
export function foundTemplate(
  line: string,
  data: Find,
  entry: (address: string) => string,
): TemplateResult | typeof nothing {
  if (!line.trim()) return nothing;
  const { parts, addresses } = find(line, data);
  const rows = addresses.flatMap((address) => data.rows.filter((row) => row.address === address));
  const { labels } = data;
  if (!rows.length) return html`<p class="nothing">${labels.nothing}</p>`;
  return html`
    ${parts.length > 1 ? html`<h3>${labels.parts}</h3><dl class="parts">${parts.map((part) => partTemplate(part, data))}</dl>` : nothing}
    <h3>${labels.entries}</h3>
    <ul class="ways">${rows.map((row) => html`<li><a href=${entry(row.address)}>${rowTemplate(row)}</a></li>`)}</ul>`;
}

function rowTemplate({ code, severity, title }: FindRow): TemplateResult {
  return html`${badgeTemplate(code, severity)} ${title}`;
}

function partTemplate({ part, text, address }: FoundPart, data: Find): TemplateResult {
  const row = data.rows.find((each) => each.address === address);
  return html`<div><dt lang="en"><code>${text}</code></dt><dd>${row?.title ?? said(part, data)}</dd></div>`;
}

function said(part: string, { labels }: Find): string {
  if (part === "address") return labels.address;
  return part === "host" ? labels.host : labels.unknown_code;
}
