/** The page's entry: it starts Python at once, registers the elements, and gives each console its conversation. */
import { Conversation } from "./conversation";
import { SmtpComparison } from "./elements/smtp-comparison";
import { SmtpHeader } from "./elements/smtp-header";
import { SmtpLoader } from "./elements/smtp-loader";
import { SmtpMessageEditor } from "./elements/smtp-message-editor";
import { SmtpPanel } from "./elements/smtp-panel";
import { SmtpPlayground } from "./elements/smtp-playground";
import { SmtpPrompt } from "./elements/smtp-prompt";
import { SmtpStatus } from "./elements/smtp-status";
import { SmtpTranscript } from "./elements/smtp-transcript";
import { Link } from "./link";
import { keepOffline } from "./offline";
import { keepLanguage, keepTheme, preferredLanguage, preferredTheme, showTheme } from "./settings";
import { type Language, wordsIn } from "./words";

declare const WORKER_NAME: string;

const link = new Link(() => new Worker(new URL(WORKER_NAME, import.meta.url), { type: "module" }));
link.start(); // before anything is drawn: the files come while the page is laid out

customElements.define("smtp-comparison", SmtpComparison);
customElements.define("smtp-header", SmtpHeader);
customElements.define("smtp-loader", SmtpLoader);
customElements.define("smtp-message-editor", SmtpMessageEditor);
customElements.define("smtp-panel", SmtpPanel);
customElements.define("smtp-prompt", SmtpPrompt);
customElements.define("smtp-status", SmtpStatus);
customElements.define("smtp-transcript", SmtpTranscript);
customElements.define("smtp-playground", SmtpPlayground);

const views = [...document.querySelectorAll("smtp-playground")];
const conversations = views.map(converse);
show(language());
showTheme(preferredTheme());
window.addEventListener("hashchange", () => speak(language()));
void markShell();
if (views[0]) void keepOffline(views[0]);

function converse(view: SmtpPlayground, index: number): Conversation {
  view.language = language();
  view.theme = preferredTheme();
  view.addEventListener("smtp-language", ({ detail }) => {
    keepLanguage(detail.language);
    speak(detail.language);
  });
  view.addEventListener("smtp-theme", ({ detail }) => {
    keepTheme(detail.theme);
    view.theme = detail.theme;
  });
  return new Conversation(view, link, `console-${index}`);
}

function language(): Language {
  return preferredLanguage(views[0]?.getAttribute("lang") ?? null);
}

function speak(chosen: Language): void {
  show(chosen);
  for (const conversation of conversations) conversation.speak(chosen);
}

function show(chosen: Language): void {
  document.documentElement.lang = chosen;
  document.title = wordsIn(chosen)("page.title");
}

/** The shell counts as painted one frame after its first rendering. */
async function markShell(): Promise<void> {
  await Promise.all(views.map((view) => view.updateComplete));
  if (!window.matchMedia("(pointer: coarse)").matches) views[0]?.focusPrompt();
  requestAnimationFrame(() => setTimeout(() => performance.mark("smtp:shell")));
}
