/** One entry of the conversation as a template. It is rendered once, and again only if the entry itself changes. */
import type { Bubble, Explanation, Fork, Part } from "generated/bubbles";
import { html, nothing, type TemplateResult } from "lit";
import { links, paragraph, runs } from "./runs";
import { SHAPES } from "./severity";
import { visible } from "./visible";
import type { Words } from "./words";

/** What a reader did to a bubble, and whether its session still exists. */
export interface Standing {
  readonly open: boolean;
  readonly past: boolean;
  /** Whether its secret is shown. */
  readonly revealed: boolean;
  /** Branches that leave behind it. */
  readonly fork?: Fork | null;
  /** A picture of a bubble, with nothing in it to press: it needs no script. */
  readonly still?: boolean;
}

type Piece = TemplateResult | typeof nothing;

/** bubbleTemplate renders what stands inside the article. Clicks are read off `data-action` by the transcript. */
export function bubbleTemplate(bubble: Bubble, standing: Standing, words: Words): TemplateResult {
  return bubble.speaker === "note"
    ? noteTemplate(bubble, standing, words)
    : voiceTemplate(bubble, standing, words);
}

/** queuedTemplate renders lines that wait to be sent. */
export function queuedTemplate(lines: readonly string[], words: Words): TemplateResult {
  const shown = lines.slice(0, QUEUED_SHOWN);
  const rest = lines.length - shown.length;
  return html`<article class="bubble from-client" data-from="client" data-queued>
    <p class="who">${words("conversation.client")} <span class="word">${words("conversation.queued")}</span></p>
    <div class="box"><div class="head"><div class="wire" lang="en">${shown.map(
      (line) => html`<div class="line">${visible(line)}</div>`,
    )}</div></div>
    ${rest ? html`<p class="more">${words("conversation.more-lines", { count: rest })}</p>` : nothing}
    </div>
  </article>`;
}

const QUEUED_SHOWN = 12;

function noteTemplate(bubble: Bubble, standing: Standing, words: Words): TemplateResult {
  return html`<div class="note">
      <p><span class="quiet">${bubble.label}: </span>${bubble.lines.map((line) =>
        line.map((part) => part.text),
      )}</p>
      ${remarks(bubble)}
      ${bubble.explanation ? whyButton(bubble, standing, words) : nothing}
      ${bubble.compares && !standing.past ? compareButton(words) : nothing}
      ${backButton(bubble, standing, words)}
    </div>
    ${explanation(bubble, standing, words)} ${forkTemplate(standing, words)}`;
}

function voiceTemplate(bubble: Bubble, standing: Standing, words: Words): TemplateResult {
  return html`<p class="who">${bubble.label} ${word(bubble)} ${codeLine(bubble, standing, words)} ${backButton(bubble, standing, words)}</p>
    <div class="box">
      <div class="head">
        <div class="wire" lang="en">${bubble.lines.map((line, at) => lineTemplate(bubble, line, at, standing, words))}</div>
        ${bubble.explanation && !standing.still ? whyButton(bubble, standing, words) : nothing}
      </div>
      ${remarks(bubble)} ${ahead(bubble, standing, words)}
      ${explanation(bubble, standing, words)}
    </div>
    ${forkTemplate(standing, words)}`;
}

/** backButton offers the way back to a bubble; the style hides it where there is nothing after it. */
function backButton(bubble: Bubble, { past, still }: Standing, words: Words): Piece {
  if (past || still) return nothing;
  const line = bubble.lines[0]?.map((part) => part.text).join("") ?? "";
  const shown = line.length > NAMED_BY ? `${line.slice(0, NAMED_BY)}…` : line;
  return html`<button type="button" class="back" data-action="back" aria-label=${words("travel.back-to", { line: shown })}>
      <span aria-hidden="true">↶</span> <span class="label">${words("travel.back")}</span></button>`;
}

/** codeLine leads to the line of the reader's program that brought the bubble about. */
function codeLine({ code_line: line }: Bubble, { past }: Standing, words: Words): Piece {
  if (!line || past) return nothing;
  return html`<button type="button" class="code-line" data-action="code-line">${words("client.line", { line })}</button>`;
}

function forkTemplate({ fork, past }: Standing, words: Words): Piece {
  return fork && !past ? html`<smtp-fork .fork=${fork} .words=${words}></smtp-fork>` : nothing;
}

function word({ severity_word }: Bubble): Piece {
  return severity_word ? html`<span class="word">${severity_word}</span>` : nothing;
}

function remarks(bubble: Bubble): Piece {
  if (!bubble.remarks.length) return nothing;
  return html`<ul class="remarks">${bubble.remarks.map((remark) => html`<li>${runs(remark)}</li>`)}</ul>`;
}

// White space counts inside a line on the wire: these templates hold none of their own.

function lineTemplate(
  bubble: Bubble,
  line: readonly Part[],
  at: number,
  standing: Standing,
  words: Words,
): TemplateResult {
  return html`<div class="line">${line.map((part, index) => {
    const place = `${at}.${index}`;
    if (!part.name) return part.text;
    if (standing.still && (part.name !== CODE || at)) return part.text;
    if (part.secret) return secretTemplate(part, place, standing, words);
    if (part.name !== CODE || !bubble.code) return partTemplate(part, place, standing);
    return at
      ? html`<span class="again">${partTemplate(part, place, standing)}</span>`
      : codeTemplate(bubble, part, place, standing);
  })}</div>`;
}

function codeTemplate(bubble: Bubble, part: Part, at: string, standing: Standing): TemplateResult {
  const shape = html`<span class="shape" aria-hidden="true">${SHAPES[bubble.severity]}</span>`;
  if (standing.still) return html`<span class="code">${shape}${part.text}</span>`;
  return html`<button type="button" class="code" id=${anchor(part, standing)} data-name=${CODE}
    data-at=${at} data-action="select">${shape}${part.text}</button>`;
}

function partTemplate(part: Part, at: string, standing: Standing): TemplateResult {
  // Not a <button>: the text of one neither wraps with its line nor is copied with it everywhere.
  return html`<span class="part" role="button" tabindex="0" id=${anchor(part, standing)}
    data-name=${part.name} data-at=${at} data-action="part" aria-label=${part.text.trim() ? nothing : part.title}>${part.text}</span>`;
}

/** secretTemplate shows dots, and on demand what they stand for. What is copied is what is shown. */
function secretTemplate(part: Part, at: string, standing: Standing, words: Words): TemplateResult {
  const { revealed } = standing;
  const name = revealed ? `${words("secret.hide")}: ${part.secret}` : words("secret.reveal");
  return html`<span class="part secret" role="button" tabindex="0" id=${anchor(part, standing)}
    data-name=${part.name} data-at=${at} data-action="secret" aria-label=${name}>${revealed ? part.secret : part.text}</span>`;
}

function anchor(part: Part, { past }: Standing): string | typeof nothing {
  return past ? nothing : part.anchor; // a later session uses the same anchors again
}

function whyButton(bubble: Bubble, { open, past }: Standing, words: Words): TemplateResult {
  return html`<button type="button" class="why" data-action="why" aria-expanded=${open}
    aria-controls=${explanationId(bubble, past)}>${words(open ? "conversation.hide" : "conversation.why")}</button>`;
}

function compareButton(words: Words): TemplateResult {
  return html`<button type="button" class="compare" data-action="compare">${words("compare.open")}</button>`;
}

function explanation(bubble: Bubble, standing: Standing, words: Words): Piece {
  const told = bubble.explanation;
  if (!told) return nothing;
  const { open, past, still } = standing;
  if (still) return stillExplanation(told, open, words);
  return html`<section class="explanation" data-part="explanation" id=${explanationId(bubble, past)} ?hidden=${!open}>
    ${account(told, words)} ${past ? nothing : links(told.links, bubble.id)}
  </section>`;
}

/** A browser opens this by itself. */
function stillExplanation(told: Explanation, open: boolean, words: Words): TemplateResult {
  const section = html`<section class="explanation">${account(told, words)}</section>`;
  if (open) return section;
  return html`<details><summary class="why">${words("conversation.why")}</summary>${section}</details>`;
}

function account(told: Explanation, words: Words): TemplateResult {
  return html`<h3>${told.title}</h3>
    ${paragraph(told.here)} ${departs(told)} ${next(told, words)}`;
}

/** departs tells where this server does otherwise than an RFC asks. */
function departs(told: Explanation): Piece {
  return told.departs.length ? html`<p class="departs">${runs(told.departs)}</p>` : nothing;
}

/** ahead is the way on, under the latest reply only (see the style): what is routine else stays quiet. */
function ahead({ explanation: told }: Bubble, { open, past }: Standing, words: Words): Piece {
  return told && !open && !past ? html`<div class="ahead">${next(told, words)}</div>` : nothing;
}

function next(told: Explanation, words: Words): Piece {
  if (!told.next.length) return nothing;
  return html`<p class="next"><span class="cue">${words("conversation.next")}</span> ${runs(told.next)}</p>`;
}

function explanationId(bubble: Bubble, past: boolean): string | typeof nothing {
  return past ? nothing : `b${bubble.id}-explanation`;
}

/** Characters of a bubble by which its way back is named. */
const NAMED_BY = 60;

/** The name of the part that is the reply's code: it is the button that selects the bubble. */
const CODE = "code";
