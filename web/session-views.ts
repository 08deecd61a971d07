/** The session as it stands, as templates for the panel: its states, its envelope. */
import type {
  EnvelopeView,
  Mailbox,
  RecipientRow,
  Run,
  SessionView,
  StateRow,
} from "generated/bubbles";
import { html, nothing, type TemplateResult } from "lit";
import { mailboxTemplate } from "./mailbox-view";
import { runs } from "./runs";
import type { Words } from "./words";

/** statesTemplate renders the State tab. */
export function statesTemplate(session: SessionView, words: Words): TemplateResult {
  const { states } = session;
  const here = states.filter(({ current }) => current);
  const others = states.filter(({ current }) => !current);
  return html`<p class="intro">${words("state.intro")}</p>
    <ol class="states">${here.map((state) => stateTemplate(state, words))}</ol>
    <smtp-state-map .words=${words} .session=${session}></smtp-state-map>
    <details><summary>${words("state.others")}</summary>
      <ol class="states">${others.map((state) => stateTemplate(state, words))}</ol></details>`;
}

/** envelopeTemplate renders the Envelope tab: the open transaction, then what was accepted. */
export function envelopeTemplate(
  envelope: EnvelopeView,
  mailbox: Mailbox | null,
  words: Words,
): TemplateResult {
  return html`<p class="intro">${words("envelope.intro")}</p>
    <section>
      <h3>${words(envelope.open ? "envelope.open" : "envelope.closed")}</h3>
      <dl class="envelope" ?data-open=${envelope.open}>
        ${row(words("envelope.client"), envelope.client, words("envelope.client-none"))}
        ${row(words("envelope.sender"), line(envelope.reverse_path, envelope.sender_parameters), words("envelope.sender-none"))}
        ${recipients(envelope.recipients, words)}
      </dl>
    </section>
    ${mailboxTemplate(mailbox, words)}`;
}

function stateTemplate({ title, text, allowed, current }: StateRow, words: Words): TemplateResult {
  return html`<li aria-current=${current ? "step" : nothing}>
    <h3>${title}${current ? html` <span class="here">${words("state.here")}</span>` : nothing}</h3>
    <p>${runs(text)}</p>
    ${verbs(allowed, words(current ? "state.allowed" : "state.allowed-there"))}
  </li>`;
}

function verbs(allowed: readonly Run[], label: string): TemplateResult | typeof nothing {
  if (!allowed.length) return nothing;
  return html`<p class="verbs"><span class="label">${label}</span> ${runs(allowed).map((verb) => html`${verb} `)}</p>`;
}

function recipients(all: readonly RecipientRow[], words: Words): TemplateResult {
  const lines = all.map(({ path, parameters }) => line(path, parameters));
  return html`<div><dt>${words("envelope.recipients")}</dt>${
    lines.length
      ? lines.map((text) => html`<dd lang="en">${text}</dd>`)
      : html`<dd class="none">${words("envelope.recipients-none")}</dd>`
  }</div>`;
}

function row(label: string, value: string, none: string): TemplateResult {
  const shown = value ? html`<dd lang="en">${value}</dd>` : html`<dd class="none">${none}</dd>`;
  return html`<div><dt>${label}</dt>${shown}</div>`;
}

function line(path: string, parameters: readonly string[]): string {
  return [path, ...parameters].join(" ");
}
