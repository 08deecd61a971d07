/** One accepted message from every side, as templates. Whatever it holds reaches the page as text. */
import type {
  Explained,
  Field,
  MailPart,
  MessageView,
  PairedLine,
  Pairing,
  Run,
  Section,
  TraceField,
} from "generated/bubbles";
import { html, nothing, type TemplateResult } from "lit";
import { octets } from "./mailbox-view";
import { paragraph, runs } from "./runs";
import { wish } from "./wishes";
import type { Words } from "./words";

type Piece = TemplateResult | typeof nothing;
type Texts = readonly (readonly Run[])[];

/** messageTemplate renders a message; the way back to the mailbox and its file are at its head. */
export function messageTemplate(message: MessageView, words: Words): TemplateResult {
  return html`<article class="mail" data-number=${message.number}>
    ${head(message, words)}
    ${remarks(message.remarks)}
    ${pairings(message, words)}
    <section><h3>${words("mail.came")}</h3>${explained(message.facts)}</section>
    <section><h3>${words("mail.added")}</h3>${message.trace.map(trace)}</section>
    <section><h3>${words("mail.parts")}</h3>
      <ul class="parts">${part(message.body, firstText(message.body), words)}</ul></section>
    ${fields(message, words)}
    ${source(message, words)}
  </article>`;
}

function head({ number, subject, size }: MessageView, words: Words): TemplateResult {
  const back = ({ currentTarget }: Event) => {
    if (currentTarget) wish(currentTarget, "smtp-mailbox", null);
  };
  const keep = ({ currentTarget }: Event) => {
    if (currentTarget) wish(currentTarget, "smtp-save", { number });
  };
  return html`<div class="mail-bar">
      <button type="button" class="plain back" @click=${back}><span aria-hidden="true">←</span> ${words("mail.back")}</button>
      <button type="button" class="save" @click=${keep}>${words("mail.save")}</button>
    </div>
    <h2 tabindex="-1">${subject || words("mail.no-subject")}</h2>
    <p class="summary">${octets(size, words)}</p>`;
}

function remarks(all: Texts): Piece {
  if (!all.length) return nothing;
  return html`<ul class="remarks">${all.map((remark) => html`<li>${runs(remark)}</li>`)}</ul>`;
}

function explained(all: readonly Explained[]): TemplateResult {
  return html`<dl class="explained">${all.map(
    ({ label, text, meaning }) => html`<div>
      <dt>${label ? html`<span class="label">${label}</span> ` : nothing}<span class="octets" lang="en">${text}</span></dt>
      ${meaning.length ? html`<dd>${runs(meaning)}</dd>` : nothing}
    </div>`,
  )}</dl>`;
}

function more(count: number, words: Words): Piece {
  return count ? html`<p class="none">${words("mail.more", { count })}</p>` : nothing;
}

// Envelope beside header. The roles are said, because a style may take a table apart.

function pairings(message: MessageView, words: Words): TemplateResult {
  const [envelope, header] = [words("mail.envelope"), words("mail.header")];
  return html`<section>
    <h3 id="pairings">${words("mail.pairings")}</h3>
    <table role="table" aria-labelledby="pairings">
      <thead role="rowgroup"><tr role="row">
        <th role="columnheader" scope="col">${envelope}</th>
        <th role="columnheader" scope="col">${header}</th></tr></thead>
      ${message.pairings.map((pairing) => pairingTemplate(pairing, message, words))}
    </table>
  </section>`;
}

function pairingTemplate(pairing: Pairing, message: MessageView, words: Words): TemplateResult {
  return html`<tbody role="rowgroup" data-pairing=${pairing.id}>
    <tr role="row"><th role="rowheader" scope="rowgroup" colspan="2">${pairing.title}</th></tr>
    ${pairing.lines.map(
      (line) => html`<tr role="row">
        <td role="cell">${said(line.command, line.path, line.parameters, words)}</td>
        <td role="cell">${said(line.field, line.value, [], words)}</td></tr>`,
    )}
    <tr role="row"><td role="cell" colspan="2" class="about">
      ${more(pairing.more_lines, words)}${remarks(pairing.remarks)}
      ${pairing.id === ASKED ? question(message.question) : nothing}</td></tr>
  </tbody>`;
}

/** The pairing at which a reader wonders. */
const ASKED = "sender";

function said(
  label: string,
  text: PairedLine["value"],
  parameters: readonly string[],
  words: Words,
): TemplateResult {
  if (!label) {
    return html`<span aria-hidden="true" class="soft">–</span><span class="quiet">${words("mail.nothing")}</span>`;
  }
  return html`<span class="label" lang="en">${label}</span>
    <span class="octets" lang="en">${breakable(text)}</span>
    ${parameters.map((parameter) => html`<span class="octets parameter" lang="en">${parameter}</span> `)}`;
}

function question({ heading, paragraphs, points }: Section): TemplateResult {
  return html`<details class="question">
    <summary>${heading}</summary>
    ${paragraphs.map(paragraph)}${remarks(points)}
  </details>`;
}

/** breakable keeps an address on one line if it fits; if not, it breaks where a reader would, after its sign. */
function breakable(text: string): TemplateResult[] {
  return text.split(" ").map((word, at) => html`${at ? " " : ""}${addressOrWord(word)}`);
}

function addressOrWord(word: string): TemplateResult {
  const [before = "", ...after] = word.split(SIGN);
  if (!after.length) return html`${word}`;
  return html`<span class="address">${before}${after.map((piece) => html`${SIGN}<wbr>${piece}`)}</span>`;
}

const SIGN = "@";

function trace({ name, clauses, remarks: about }: TraceField): TemplateResult {
  return html`<div class="trace"><h4 lang="en">${name}</h4>${explained(clauses)}${about.map(
    (remark) => html`<p class="none">${runs(remark)}</p>`,
  )}</div>`;
}

// Parts within parts.

function part(told: MailPart, opened: MailPart | undefined, words: Words): TemplateResult {
  const { place, type, about, facts, size, parts } = told;
  return html`<li>
    <p class="kind">${place ? html`<span class="place">${place}</span> ` : nothing}<span class="octets" lang="en">${type}</span>
      ${size < 0 ? nothing : html`<span class="soft">${octets(size, words)}</span>`}</p>
    <p class="none">${runs(about)}</p>
    ${facts.length ? explained(facts) : nothing}
    ${remarks(told.remarks)}
    ${textOf(told, told === opened, words)}
    ${parts.length ? html`<ul class="parts">${parts.map((inside) => part(inside, opened, words))}</ul>` : nothing}
    ${more(told.more_parts, words)}
  </li>`;
}

function textOf({ text, truncated, place }: MailPart, open: boolean, words: Words): Piece {
  if (text === null) return nothing;
  if (!text) return html`<p class="none">${words("mail.empty")}</p>`;
  const label = place ? words("mail.text-of", { place }) : words("mail.text-whole");
  return html`<details class="text" ?open=${open}>
    <summary>${words("mail.text")}</summary>
    <pre tabindex="0" role="region" aria-label=${label}>${text}</pre>
    ${truncated ? html`<p class="none">${words("mail.truncated")}</p>` : nothing}
  </details>`;
}

function firstText(told: MailPart): MailPart | undefined {
  if (told.text) return told;
  for (const inside of told.parts) {
    const found = firstText(inside);
    if (found) return found;
  }
  return undefined;
}

// As it came.

function fields({ fields: all, more_fields }: MessageView, words: Words): Piece {
  if (!all.length) return nothing;
  return html`<section><details class="fields">
    <summary><h3>${words("mail.fields")}</h3></summary>
    <dl class="explained">${all.map((field) => fieldTemplate(field, words))}</dl>
    ${more(more_fields, words)}
  </details></section>`;
}

function fieldTemplate({ name, value, wire, remarks: about }: Field, words: Words): TemplateResult {
  return html`<div>
    <dt><span class="label" lang="en">${name}</span> <span>${value}</span></dt>
    ${wire ? html`<dd><span class="label">${words("mail.wire")}</span><pre lang="en">${wire}</pre></dd>` : nothing}
    ${about.length ? html`<dd>${remarks(about)}</dd>` : nothing}
  </div>`;
}

// White space counts inside the source: between its two pieces there is none.

function source({ added, source: content, truncated }: MessageView, words: Words): TemplateResult {
  return html`<section><details class="source">
    <summary><h3>${words("mail.source")}</h3></summary>
    <pre lang="en" tabindex="0" role="region" aria-label=${words("mail.source")}><span class="added">${added}</span><span data-part="content">${content}</span></pre>
    ${truncated ? html`<p class="none">${words("mail.truncated")}</p>` : nothing}
  </details></section>`;
}
