/** All there is to say about one bubble, as a template for the panel. */
import type { Detail, Digit, Section, Severity } from "generated/bubbles";
import { html, nothing, type TemplateResult } from "lit";
import { links, paragraph, runs } from "./runs";
import { SHAPES } from "./severity";
import { wish } from "./wishes";
import type { Words } from "./words";

type Piece = TemplateResult | typeof nothing;

/** detailTemplate renders the panel's Explain tab. */
export function detailTemplate(detail: Detail, words: Words): TemplateResult {
  return html`<div class="detail" data-severity=${detail.severity}>
    <h2>${badge(detail.code, detail.severity)} ${detail.title}</h2>
    ${detail.severity_word ? html`<p class="severity">${detail.severity_word}</p>` : nothing}
    ${detail.summary.length ? html`<p class="summary">${runs(detail.summary)}</p>` : nothing}
    ${digits(detail.digits, words)}
    ${enhanced(detail, words)}
    ${sections(detail.sections)}
    ${others(detail, words)}
    ${more(detail, words)}
  </div>`;
}

/** badge renders a code in the shape and colour of its severity. */
export function badge(code: string, severity: Severity): Piece {
  if (!code) return nothing;
  return html`<span class="badge" data-severity=${severity} lang="en"><span aria-hidden="true">${SHAPES[severity]}</span> ${code}</span>`;
}

/** sections renders headed paragraphs and points; each can be gone to by its id. */
export function sections(all: readonly Section[]): TemplateResult[] {
  return all.map(
    ({ id, heading, paragraphs, points }) => html`<section data-section=${id}>
      ${heading ? html`<h3 tabindex="-1">${heading}</h3>` : nothing}
      ${paragraphs.map(paragraph)}
      ${points.length ? html`<ul>${points.map((point) => html`<li>${runs(point)}</li>`)}</ul>` : nothing}
    </section>`,
  );
}

function digits(all: readonly Digit[], words: Words): Piece {
  if (!all.length) return nothing;
  return html`<section><h3>${words("panel.digits")}</h3>
    <dl class="digits">${all.map(
      ({ digit, meaning }) => html`<div><dt lang="en">${digit}</dt><dd>${runs(meaning)}</dd></div>`,
    )}</dl></section>`;
}

function enhanced({ enhanced, enhanced_meaning }: Detail, words: Words): Piece {
  if (!enhanced) return nothing;
  return html`<section><h3>${words("panel.enhanced")}</h3>
    <p><code lang="en">${enhanced}</code> ${runs(enhanced_meaning)}</p></section>`;
}

/** What else could have come: the codes, and buttons that make them come. */
function others({ others, bubble }: Detail, words: Words): Piece {
  if (!others.length) return nothing;
  const make = (event: Event, code: string) => {
    if (event.currentTarget) wish(event.currentTarget, "smtp-make", { bubble, code });
  };
  return html`<section data-section="others"><h3 tabindex="-1">${words("panel.others")}</h3>
    <p class="none">${words("panel.others-hint")}</p>
    <ul class="others">${others.map(
      ({
        code,
        severity,
        title,
        can_be_made,
      }) => html`<li>${badge(code, severity)} <span>${title}</span>
        ${can_be_made ? html`<button type="button" data-make=${code} aria-label=${words("panel.make-one", { code })} @click=${(event: Event) => make(event, code)}>${words("panel.make")}</button>` : nothing}</li>`,
    )}</ul></section>`;
}

function more(detail: Detail, words: Words): Piece {
  if (!detail.links.length) return nothing;
  return html`<section><h3>${words("panel.more")}</h3>${links(detail.links, detail.bubble)}</section>`;
}
