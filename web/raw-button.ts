/** The way into raw mode, from wherever something is written. */
import { html, type TemplateResult } from "lit";
import { wish } from "./wishes";
import type { Words } from "./words";

/** rawButton renders the button that asks for raw mode. */
export function rawButton(words: Words): TemplateResult {
  const on = ({ currentTarget }: Event) => {
    if (currentTarget) wish(currentTarget, "smtp-raw-mode", { on: true });
  };
  return html`<button type="button" class="to-raw" title=${words("raw.switch-hint")} @click=${on}>${words("raw.switch")}</button>`;
}
