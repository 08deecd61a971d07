/**
 * The recorded conversation as a template. The build renders it; what is in it works without a script, and
 * `smtp-recording` makes more of it. What went well is folded, what asks for more or refuses speaks.
 */
import type { Bubble, Run } from "generated/bubbles";
import { html, nothing, type TemplateResult } from "lit";
import { bubbleTemplate } from "./bubble";
import { SHAPES } from "./severity";
import type { Words } from "./words";

/** What leads up to an exchange that speaks, and that exchange. */
interface Stretch {
  readonly folded: readonly Bubble[];
  readonly shown: readonly Bubble[];
}

/** recordingTemplate renders a recording in the words' language. */
export function recordingTemplate(bubbles: readonly Bubble[], words: Words): TemplateResult {
  return html`<section aria-labelledby="recording">
    <div class="top">
      <h3 id="recording">${words("recording.heading")}</h3>
      <p class="lead">${words("recording.text")}</p>
      <button type="button" class="plain fold" aria-expanded="false" aria-controls="recorded"
        data-show=${words("recording.show")} data-hide=${words("recording.hide")}>${words("recording.show")}</button>
      <button type="button" class="play"><span aria-hidden="true">▶</span> ${words("recording.play")}</button>
    </div>
    <div class="stretches" id="recorded" data-hint=${words("recording.line-hint")}
      data-later=${words("recording.line-later")}>
      ${stretches(bubbles.map(readable)).map((stretch) => stretchTemplate(stretch, words))}
    </div>
  </section>`;
}

function stretchTemplate({ folded, shown }: Stretch, words: Words): TemplateResult {
  return html`<div class="stretch">
    ${folded.length ? foldedTemplate(folded, words) : nothing}
    ${shown.map((bubble) => still(bubble, words))}
  </div>`;
}

function foldedTemplate(bubbles: readonly Bubble[], words: Words): TemplateResult {
  const said = bubbles.filter(({ speaker }) => speaker === "client").map(beginning);
  const last = bubbles.findLast(({ code }) => code);
  return html`<details class="routine">
    <summary><span class="said" lang="en">${said.join(" · ")}</span>${last ? badge(last) : nothing}</summary>
    ${bubbles.map((bubble) => still(bubble, words))}
  </details>`;
}

function badge({ code, severity, severity_word }: Bubble): TemplateResult {
  return html`<span class="badge" data-severity=${severity}><span aria-hidden="true">${SHAPES[severity]}</span>${code}</span>
    <span class="quiet">${severity_word}</span>`;
}

/** No <article>, and none of its attributes: what is recorded was not said in the reader's conversation. */
function still(bubble: Bubble, words: Words): TemplateResult {
  const standing = { open: bubble.severity !== "done", past: true, revealed: false, still: true };
  return html`<div class=${`bubble from-${bubble.speaker}`} data-severity=${bubble.severity} ?data-content=${bubble.is_content}>
    ${bubbleTemplate(bubble, standing, words)}
  </div>`;
}

/** beginning is what a line is known by: its first part; mail data, by its first line. */
function beginning({ lines, is_content }: Bubble): string {
  const [first = []] = lines;
  if (is_content) return `${first.map(({ text }) => text).join("")} …`;
  return first[0]?.text ?? "";
}

/** stretches cuts a conversation after each reply that is more than a yes. */
function stretches(bubbles: readonly Bubble[]): Stretch[] {
  const found: Stretch[] = [];
  let begun: Bubble[] = [];
  for (const bubble of bubbles) {
    begun.push(bubble);
    if (bubble.speaker !== "server" || bubble.severity === "done") continue;
    const asked = begun.findLastIndex(({ speaker }) => speaker === "client");
    found.push({ folded: begun.slice(0, asked), shown: begun.slice(asked) });
    begun = [];
  }
  return begun.length ? [...found, { folded: begun, shown: [] }] : found;
}

/** readable takes away the links that lead to what only a script can show. */
function readable(bubble: Bubble): Bubble {
  const told = bubble.explanation;
  if (!told) return bubble;
  const plain = (run: Run): Run => (run.href.startsWith("#") ? { ...run, style: "plain" } : run);
  const explanation = { ...told, here: told.here.map(plain), next: told.next.map(plain) };
  return { ...bubble, explanation };
}
