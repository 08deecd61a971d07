/** The elements that a console is made of. A page may have had them from another version of this script: the first stays. */
import { SmtpBytes } from "./elements/smtp-bytes";
import { SmtpClock } from "./elements/smtp-clock";
import { SmtpComparison } from "./elements/smtp-comparison";
import { SmtpDesk } from "./elements/smtp-desk";
import { SmtpDeskMake } from "./elements/smtp-desk-make";
import { SmtpDeskPack } from "./elements/smtp-desk-pack";
import { SmtpDeskResults } from "./elements/smtp-desk-results";
import { SmtpEmbedCode } from "./elements/smtp-embed-code";
import { SmtpExport } from "./elements/smtp-export";
import { SmtpFork } from "./elements/smtp-fork";
import { SmtpHandIn } from "./elements/smtp-hand-in";
import { SmtpHeader } from "./elements/smtp-header";
import { SmtpImport } from "./elements/smtp-import";
import { SmtpLesson } from "./elements/smtp-lesson";
import { SmtpLessons } from "./elements/smtp-lessons";
import { SmtpLoader } from "./elements/smtp-loader";
import { SmtpMessageEditor } from "./elements/smtp-message-editor";
import { SmtpPanel } from "./elements/smtp-panel";
import { SmtpPrompt } from "./elements/smtp-prompt";
import { SmtpRaw } from "./elements/smtp-raw";
import { SmtpReference } from "./elements/smtp-reference";
import { SmtpRules } from "./elements/smtp-rules";
import { SmtpScene } from "./elements/smtp-scene";
import { SmtpShare } from "./elements/smtp-share";
import { SmtpStateMap } from "./elements/smtp-state-map";
import { SmtpStatus } from "./elements/smtp-status";
import { SmtpTask } from "./elements/smtp-task";
import { SmtpTranscript } from "./elements/smtp-transcript";

const PARTS = {
  "smtp-bytes": SmtpBytes,
  "smtp-clock": SmtpClock,
  "smtp-comparison": SmtpComparison,
  "smtp-desk": SmtpDesk,
  "smtp-desk-make": SmtpDeskMake,
  "smtp-desk-pack": SmtpDeskPack,
  "smtp-desk-results": SmtpDeskResults,
  "smtp-embed-code": SmtpEmbedCode,
  "smtp-export": SmtpExport,
  "smtp-fork": SmtpFork,
  "smtp-hand-in": SmtpHandIn,
  "smtp-header": SmtpHeader,
  "smtp-import": SmtpImport,
  "smtp-lesson": SmtpLesson,
  "smtp-lessons": SmtpLessons,
  "smtp-loader": SmtpLoader,
  "smtp-message-editor": SmtpMessageEditor,
  "smtp-panel": SmtpPanel,
  "smtp-prompt": SmtpPrompt,
  "smtp-raw": SmtpRaw,
  "smtp-reference": SmtpReference,
  "smtp-rules": SmtpRules,
  "smtp-scene": SmtpScene,
  "smtp-share": SmtpShare,
  "smtp-state-map": SmtpStateMap,
  "smtp-status": SmtpStatus,
  "smtp-task": SmtpTask,
  "smtp-transcript": SmtpTranscript,
} as const;

/** defineParts registers all but the console itself, which each kind of page names in its own way. */
export function defineParts(): void {
  for (const [name, part] of Object.entries(PARTS)) define(name, part);
}

/** define registers an element under a name that is free. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
