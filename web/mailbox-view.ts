/** The messages that were accepted, as a list to choose from. */
import type { Mailbox, MessageRow } from "generated/bubbles";
import { html, nothing, type TemplateResult } from "lit";
import { wish } from "./wishes";
import { counted, type Words } from "./words";

/** mailboxTemplate renders the list; it is empty until it has been asked for. */
export function mailboxTemplate(mailbox: Mailbox | null, words: Words): TemplateResult {
  const messages = mailbox?.messages ?? [];
  const intro = words(messages.length ? "envelope.mailbox-hint" : "envelope.mailbox-none");
  return html`<section>
    <h3>${words("envelope.mailbox")}</h3>
    <p class="none">${intro}</p>
    <ol class="mailbox">${messages.map((message) => rowTemplate(message, words))}</ol>
    ${letGo(mailbox?.let_go ?? 0, words)}
  </section>`;
}

function rowTemplate(message: MessageRow, words: Words): TemplateResult {
  const { number, subject, author } = message;
  const open = ({ currentTarget }: Event) => {
    if (currentTarget) wish(currentTarget, "smtp-message", { number });
  };
  return html`<li><button type="button" class="letter" data-number=${number} @click=${open}>
    <strong>${subject || words("mail.no-subject")}</strong>
    <span class="author">${author || words("mail.no-author")}</span>
    <span class="way" lang="en">${way(message, words)}</span>
    <span class="tail">${tail(message, words).join(" · ")}</span>
  </button></li>`;
}

function way({ reverse_path, recipients, more_recipients }: MessageRow, words: Words): string {
  const more = more_recipients ? [words("mail.more", { count: more_recipients })] : [];
  return `${reverse_path} → ${[...recipients, ...more].join(", ")}`;
}

function tail({ size, protocol, encrypted, authenticated }: MessageRow, words: Words): string[] {
  return [
    octets(size, words),
    protocol,
    words(encrypted ? "mail.encrypted" : "mail.in-clear"),
    ...(authenticated ? [words("mail.authenticated")] : []),
  ];
}

/** octets tells a size. */
export function octets(size: number, words: Words): string {
  return counted(words, "mail.size-one", "mail.size-other", size);
}

function letGo(count: number, words: Words): TemplateResult | typeof nothing {
  if (!count) return nothing;
  const text = counted(words, "envelope.let-go-one", "envelope.let-go-other", count);
  return html`<p class="none">${text}</p>`;
}
