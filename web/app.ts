/** The page's entry: it starts Python at once, registers the elements, and gives each console its conversation. */
import { wantedLesson, wantedReply, wantedTalk } from "./address";
import { compareIn } from "./comparing";
import { Conversation } from "./conversation";
import { Desk } from "./desk";
import { SmtpBytes } from "./elements/smtp-bytes";
import { SmtpClock } from "./elements/smtp-clock";
import { SmtpComparison } from "./elements/smtp-comparison";
import { SmtpDesk } from "./elements/smtp-desk";
import { SmtpDeskMake } from "./elements/smtp-desk-make";
import { SmtpDeskPack } from "./elements/smtp-desk-pack";
import { SmtpDeskResults } from "./elements/smtp-desk-results";
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
import { SmtpPlayground } from "./elements/smtp-playground";
import { SmtpPrompt } from "./elements/smtp-prompt";
import { SmtpRaw } from "./elements/smtp-raw";
import { SmtpRecording } from "./elements/smtp-recording";
import { SmtpReference } from "./elements/smtp-reference";
import { SmtpRules } from "./elements/smtp-rules";
import { SmtpScene } from "./elements/smtp-scene";
import { SmtpShare } from "./elements/smtp-share";
import { SmtpStateMap } from "./elements/smtp-state-map";
import { SmtpStatus } from "./elements/smtp-status";
import { SmtpTask } from "./elements/smtp-task";
import { SmtpTranscript } from "./elements/smtp-transcript";
import { Link } from "./link";
import { keepOffline } from "./offline";
import { Packs, packOf, wantsPack } from "./packs";
import { openDesk } from "./reference-desk";
import { keepLanguage, keepTheme, preferredLanguage, preferredTheme, showTheme } from "./settings";
import { takeStarted } from "./start";
import { composed, takeOver } from "./takeover";
import { openTranscripts } from "./transcripts";
import { wish } from "./wishes";
import { type Language, wordsIn } from "./words";

await composed(); // from here on no key can fall between the shell and its heir: nothing else is waited for

const started = takeStarted();
const link = new Link(started.make);

customElements.define("smtp-bytes", SmtpBytes);
customElements.define("smtp-comparison", SmtpComparison);
customElements.define("smtp-fork", SmtpFork);
customElements.define("smtp-clock", SmtpClock);
customElements.define("smtp-desk-make", SmtpDeskMake);
customElements.define("smtp-desk-pack", SmtpDeskPack);
customElements.define("smtp-desk-results", SmtpDeskResults);
customElements.define("smtp-desk", SmtpDesk);
customElements.define("smtp-hand-in", SmtpHandIn);
customElements.define("smtp-export", SmtpExport);
customElements.define("smtp-header", SmtpHeader);
customElements.define("smtp-import", SmtpImport);
customElements.define("smtp-lesson", SmtpLesson);
customElements.define("smtp-lessons", SmtpLessons);
customElements.define("smtp-loader", SmtpLoader);
customElements.define("smtp-message-editor", SmtpMessageEditor);
customElements.define("smtp-panel", SmtpPanel);
customElements.define("smtp-prompt", SmtpPrompt);
customElements.define("smtp-raw", SmtpRaw);
customElements.define("smtp-reference", SmtpReference);
customElements.define("smtp-rules", SmtpRules);
customElements.define("smtp-scene", SmtpScene);
customElements.define("smtp-state-map", SmtpStateMap);
customElements.define("smtp-share", SmtpShare);
customElements.define("smtp-status", SmtpStatus);
customElements.define("smtp-task", SmtpTask);
customElements.define("smtp-transcript", SmtpTranscript);
const views = [...document.querySelectorAll("smtp-playground")];
const takeovers = views.map(takeOver);
customElements.define("smtp-recording", SmtpRecording);
customElements.define("smtp-playground", SmtpPlayground);
const conversations = views.map(converse);
if (views[0] && conversations[0]) {
  new Packs(views[0], link, conversations[0].lessons);
  new Desk(views[0], link, "console-0", conversations[0].company);
}
perform();
if (wantsPack() && isPlain()) conversations[0]?.lessons.want(""); // a class begins with the list of its lessons
link.adopt(started);
show(language());
showTheme(preferredTheme());
window.addEventListener("hashchange", () => {
  speak(language());
  perform();
});
views.forEach(goOn);
if (views[0]) {
  openDesk(views[0]);
  void keepOffline(views[0]);
}

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
  compareIn(view, link, `console-${index}`);
  openTranscripts(view, link, `console-${index}`);
  return new Conversation(view, link, `console-${index}`);
}

/** The address speaks to the first console. */
function perform(): void {
  const [talk, lesson] = [wantedTalk(), wantedLesson()];
  conversations[0]?.sharing.want(talk);
  conversations[0]?.lessons.want(talk ? null : lesson);
  conversations[0]?.stage.want(talk || lesson ? null : wantedReply());
}

/** isPlain tells whether the address asks for nothing that takes the first place. */
function isPlain(): boolean {
  return wantedTalk() === null && wantedLesson() === null && wantedReply() === null;
}

function language(): Language {
  const own = packOf(document)?.language;
  return preferredLanguage(views[0]?.getAttribute("lang") ?? own ?? null);
}

function speak(chosen: Language): void {
  show(chosen);
  for (const conversation of conversations) conversation.speak(chosen);
}

function show(chosen: Language): void {
  document.documentElement.lang = chosen;
  document.title = wordsIn(chosen)("page.title");
}

/** goOn hands a view what was done in its shell. All of it happens before the browser draws again. */
async function goOn(view: SmtpPlayground, index: number): Promise<void> {
  const taken = takeovers[index];
  if (!taken) return;
  await view.updateComplete;
  for (const text of taken.waiting)
    wish(view, "smtp-say", { text, doubleDots: false, ends: false });
  await view.resume(taken.draft);
  taken.leave();
}
