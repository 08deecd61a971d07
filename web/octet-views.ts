/** What is told of one line's octets: its limits as rulers, its dots before and after. */
import type { DotRow, OctetPiece, Ruler } from "generated/bubbles";
import { html, nothing, svg, type TemplateResult } from "lit";
import type { Words } from "./words";

type Piece = TemplateResult | typeof nothing;

/** The length of a ruler in its own units. */
const LENGTH = 100;

/** rulersTemplate renders each limit, with how much of it is used. */
export function rulersTemplate(rulers: readonly Ruler[], words: Words): Piece {
  if (!rulers.length) return nothing;
  return html`<h4>${words("bytes.limits")}</h4>
    <dl class="rulers">${rulers.map((ruler) => rulerTemplate(ruler, words))}</dl>`;
}

function rulerTemplate({ kind, used, limit }: Ruler, words: Words): TemplateResult {
  const facts = { used, limit, more: used - limit };
  const isOver = used > limit;
  return html`<div data-ruler=${kind} ?data-over=${isOver}>
    <dt>${words(`bytes.ruler-${kind}`)}</dt>
    <dd>${words(isOver ? "bytes.over" : "bytes.used", facts)} ${bar(used, limit)}</dd>
  </div>`;
}

/** Where the limit is passed, the mark shows where it was. */
function bar(used: number, limit: number): TemplateResult {
  const whole = Math.max(used, limit);
  const end = (LENGTH * limit) / whole;
  return html`<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect class="whole" width=${LENGTH} height="6"></rect>
      <rect class="used" width=${(LENGTH * used) / whole} height="6"></rect>
      ${used > limit ? svg`<rect class="end" x=${end - 0.5} width="1" height="6"></rect>` : nothing}`}
  </svg>`;
}

/** dotsTemplate renders the lines that begin with a dot, before and after it is taken away. */
export function dotsTemplate({ dots, dots_doubled }: OctetPiece, words: Words): Piece {
  if (!dots.length) return nothing;
  const doubled = dots_doubled ? words("bytes.dots-doubled", { count: dots_doubled }) : "";
  return html`<h4>${words("bytes.dots")}</h4>
    <p class="soft">${words("bytes.dots-intro")} ${doubled}</p>
    <table class="dots">
      <thead><tr><th scope="col">${words("bytes.sent")}</th><th scope="col">${words("bytes.kept")}</th></tr></thead>
      <tbody>${dots.map((row) => dotTemplate(row, words))}</tbody>
    </table>`;
}

function dotTemplate({ sent, kept, ends }: DotRow, words: Words): TemplateResult {
  const after = ends
    ? html`<td class="soft">${words("bytes.ends")}</td>`
    : html`<td lang="en">${kept}</td>`;
  return html`<tr><td lang="en">${sent}</td>${after}</tr>`;
}
