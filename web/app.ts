/** The page's entry: it starts Python at once, registers the elements, and gives each console its conversation. */
import { wantedLesson, wantedReply, wantedTalk } from "./address";
import { ClientDoor } from "./client-door";
import { compareIn } from "./comparing";
import { Conversation } from "./conversation";
import { defineParts } from "./define";
import { Desk } from "./desk";
import { SmtpPlayground } from "./elements/smtp-playground";
import { SmtpRecording } from "./elements/smtp-recording";
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

defineParts();
const views = [...document.querySelectorAll("smtp-playground")];
const takeovers = views.map(takeOver);
customElements.define("smtp-recording", SmtpRecording);
customElements.define("smtp-playground", SmtpPlayground);
const conversations = views.map(converse);
if (views[0] && conversations[0]) {
  new Packs(views[0], link, conversations[0].lessons);
  new Desk(views[0], link, "console-0", conversations[0].company);
  new ClientDoor(views[0], link, "console-0", conversations[0].company);
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
