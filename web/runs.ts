/** Explaining text as a template. Text stays text: no run can bring markup or an address of its own kind. */
import type { Link, Run } from "generated/bubbles";
import { html, nothing, type TemplateResult } from "lit";
import { wish } from "./wishes";

/** How a link is made: its words, and where it leads. */
export type MakeLink = (label: string | TemplateResult, target: string) => TemplateResult;

/** runs renders stretches of text in their styles. */
export function runs(stretches: readonly Run[], makeLink: MakeLink = wishing): TemplateResult[] {
  return stretches.map((stretch) => run(stretch, makeLink));
}

/** paragraph renders stretches of text as a paragraph, or nothing if there are none. */
export function paragraph(stretches: readonly Run[]): TemplateResult | typeof nothing {
  return stretches.length ? html`<p>${runs(stretches)}</p>` : nothing;
}

/** links renders the ways to more, in a row. */
export function links(ways: readonly Link[], bubble: number): TemplateResult | typeof nothing {
  if (!ways.length) return nothing;
  return html`<ul class="links">
    ${ways.map((way) => html`<li>${link(way.label, way.target, bubble)}</li>`)}
  </ul>`;
}

function run({ text, style, href }: Run, makeLink: MakeLink): TemplateResult {
  switch (style) {
    case "code": {
      const code = html`<code lang="en">${text}</code>`;
      return href ? makeLink(code, href.replace(/^#/, "")) : code;
    }
    case "strong":
      return html`<strong>${text}</strong>`;
    case "emphasis":
      return html`<em>${text}</em>`;
    case "link":
      return makeLink(text, href.replace(/^#/, ""));
    case "plain":
      return html`${text}`;
  }
}

function link(label: string | TemplateResult, target: string, bubble: number): TemplateResult {
  if (target.startsWith("https://")) {
    return html`<a href=${target} target="_blank" rel="noopener">${label}</a>`;
  }
  const follow = (event: Event) => {
    if (event.currentTarget) wish(event.currentTarget, "smtp-follow", { target, bubble });
  };
  return html`<button type="button" class="link" @click=${follow}>${label}</button>`;
}

/** A link in the words of a bubble leads away from it, whichever bubble it is. */
function wishing(label: string | TemplateResult, target: string): TemplateResult {
  return link(label, target, NO_BUBBLE);
}

const NO_BUBBLE = -1;
