/** What the address asks for behind its `#`: a link shares it, and it never leaves the browser. */
import { TABS, type Tab } from "./wishes";

/** A reply that the server is to say, by its name: at once, or step by step as the reader wishes. */
export interface Wanted {
  readonly reply: string;
  readonly bySteps: boolean;
}

/** A conversation that is to be said again, and the panel's tab beside it. */
export interface Talk {
  readonly packed: string;
  /** It was packed in a way that this page does not know. */
  readonly isNewer: boolean;
  readonly tab: Tab | null;
}

/** The way a conversation is packed: a contract, since links last longer than a page. */
const VERSION = "v1.";

/** What becomes of parameters; null: they are dropped. */
type Changes = Readonly<Record<string, string | null>>;

/** The playground's own page, where the one around belongs to somebody else: then its address says nothing. */
let home: URL | null = null;

/** isElsewhere has consoles leave the address alone, and make links to the page that is given. */
export function isElsewhere(page: URL): void {
  home = page;
}

/** hashParameters reads what is there. */
export function hashParameters(): URLSearchParams {
  return new URLSearchParams(home ? "" : location.hash.slice(1));
}

/** hashWith returns the address's end after some changes. */
export function hashWith(changes: Changes): string {
  const hash = hashParameters();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) hash.delete(name);
    else hash.set(name, value);
  }
  return `#${String(hash).replaceAll("%2F", "/")}`; // a slash needs no escape here, and people read it
}

/** keepHash changes the address, and nothing else: no event, no step back for the reader. */
export function keepHash(changes: Changes): void {
  if (home) return;
  history.replaceState(history.state, "", hashWith(changes));
}

/** wantedReply reads `play` and `pace`. */
export function wantedReply(): Wanted | null {
  const hash = hashParameters();
  const reply = hash.get("play");
  return reply ? { reply, bySteps: hash.get("pace") === "step" } : null;
}

/** dropWanted takes them out of the address. */
export function dropWanted(): void {
  if (hashParameters().has("play")) keepHash({ play: null, pace: null });
}

/** wantedLesson reads `lesson`: the id of one; empty: all of them; null: none is asked for. */
export function wantedLesson(): string | null {
  return hashParameters().get("lesson");
}

/** keepLesson has the address ask for a lesson, and for nothing that would take its place; null: for none. */
export function keepLesson(lesson: string | null): void {
  const others = lesson === null ? {} : { play: null, pace: null, talk: null, tab: null };
  keepHash({ lesson, ...others });
}

/** wantedTalk reads `talk` and `tab`. */
export function wantedTalk(): Talk | null {
  const hash = hashParameters();
  const talk = hash.get("talk");
  if (!talk) return null;
  const isNewer = !talk.startsWith(VERSION);
  const tab = TABS.find((name) => name === hash.get("tab")) ?? null;
  return { packed: isNewer ? talk : talk.slice(VERSION.length), isNewer, tab };
}

/** A reader's program in an address. */
export interface Code {
  readonly packed: string;
  /** It was packed in a way that this page does not know. */
  readonly isNewer: boolean;
}

/** wantedCode reads `code`: a program to be shown, and not to be run. */
export function wantedCode(): Code | null {
  const code = hashParameters().get("code");
  if (!code) return null;
  const isNewer = !code.startsWith(VERSION);
  return { packed: isNewer ? code : code.slice(VERSION.length), isNewer };
}

/** linkToCode returns the address of this page with a program in it. */
export function linkToCode(packed: string, lang: string): string {
  const hash = new URLSearchParams({ code: VERSION + packed, lang });
  return `${(home?.href ?? location.href).replace(/#.*/, "")}#${hash}`;
}

/** siteAddress returns the folder that the playground is in. */
export function siteAddress(): URL {
  return new URL("./", home ?? location.href);
}

/** linkTo returns the address of this page with a conversation in it. */
export function linkTo(packed: string, lang: string, tab: Tab | null): string {
  const hash = new URLSearchParams({ talk: VERSION + packed, lang, ...(tab ? { tab } : {}) });
  return `${(home?.href ?? location.href).replace(/#.*/, "")}#${hash}`;
}
