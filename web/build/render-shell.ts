/**
 * The build runs this in Node: it prints the shell, which is what the page's elements show at the start, as
 * plain HTML in every language, and their styles.
 */

import "./server-dom"; // first: the elements ask for it as they are loaded

import { render } from "@lit-labs/ssr";
import { collectResultSync } from "@lit-labs/ssr/lib/render-result.js";
import { recording } from "generated/recording";
import { html, type TemplateResult } from "lit";
import { queuedTemplate } from "../bubble";
import { SmtpComparison } from "../elements/smtp-comparison";
import { SmtpExport } from "../elements/smtp-export";
import { SmtpHeader } from "../elements/smtp-header";
import { SmtpImport } from "../elements/smtp-import";
import { SmtpLoader } from "../elements/smtp-loader";
import { SmtpPanel } from "../elements/smtp-panel";
import { SmtpPlayground } from "../elements/smtp-playground";
import { SmtpPrompt } from "../elements/smtp-prompt";
import { SmtpReference } from "../elements/smtp-reference";
import { SmtpStatus } from "../elements/smtp-status";
import { SmtpTranscript } from "../elements/smtp-transcript";
import { recordingTemplate } from "../recording";
import bubble from "../styles/bubble.css";
import controls from "../styles/controls.css";
import mail from "../styles/message.css";
import recorded from "../styles/recording.css";
import { LANGUAGES, type Language, type Words, wordsIn } from "../words";
import { flatten } from "./flatten";
import { scopedStyles } from "./scoped";
import { textOf } from "./server-dom";

const ELEMENTS = {
  "smtp-playground": SmtpPlayground,
  "smtp-header": SmtpHeader,
  "smtp-status": SmtpStatus,
  "smtp-loader": SmtpLoader,
  "smtp-transcript": SmtpTranscript,
  "smtp-prompt": SmtpPrompt,
  "smtp-panel": SmtpPanel,
};
/** What is shown only once there is Python. */
const LATER = new Set([mail]);

for (const [tag, element] of Object.entries(ELEMENTS)) customElements.define(tag, element);
customElements.define("smtp-comparison", SmtpComparison);
customElements.define("smtp-export", SmtpExport);
customElements.define("smtp-import", SmtpImport);
customElements.define("smtp-reference", SmtpReference);

const shells = LANGUAGES.map((language) => ({ language, html: shell(language) }));
// biome-ignore lint/suspicious/noConsole: printing is what this program is for
console.log(JSON.stringify({ shells, style: style() }));

function shell(language: Language): string {
  const words = wordsIn(language);
  const boot = { text: words("loading.download"), share: null, trouble: null };
  const view = html`<smtp-playground .language=${language} .boot=${boot}></smtp-playground>`;
  const waiting = `<template class="waiting">${plain(queuedTemplate([""], words))}</template>`;
  const told = html`<smtp-recording lang=${language}>${recordingTemplate(recording[language] ?? [], words)}</smtp-recording>`;
  const slotted = { recording: plain(told) };
  return flatten(plain(view), slotted, `-${language}`) + waiting + plain(broken(words));
}

/** What is shown if the elements do not come. */
function broken(words: Words): TemplateResult {
  return html`<div class="broken" role="alert" hidden>
    <p><strong>${words("failure.title")}.</strong> ${words("failure.page")}</p>
    <button type="button" class="primary">${words("failure.reload")}</button>
  </div>`;
}

function plain(template: TemplateResult): string {
  return collectResultSync(render(template)).replace(/<!--.*?-->|<\?>/gs, "");
}

function style(): string {
  const sheets = Object.entries(ELEMENTS).map(
    ([tag, { styles }]) => [tag, styles.map(textOf).filter((text) => !LATER.has(text))] as const,
  );
  const scoped = scopedStyles(
    new Map([...sheets, ["smtp-recording", [controls, bubble, recorded]]]),
  );
  return [scoped, ...LANGUAGES.map(hiddenElsewhere)].join("\n");
}

/** Of the languages one is shown, once a script has chosen it; without scripts, all are. */
function hiddenElsewhere(language: Language): string {
  const tag = `[lang="${language}"]`;
  return `.scripted:not(${tag}) :is(.shell, smtp-recording)${tag} { display: none; }`;
}
