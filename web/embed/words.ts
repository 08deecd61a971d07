/** What an embed says before it is touched. The build puts the words, the servers' names and the codes into the script. */
import type { Language } from "../languages";

type Facts = Readonly<Record<string, string | number>>;

declare const EMBED_WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>>;
/** What each code means, in a sentence or two. */
declare const EMBED_CODES: Readonly<Record<Language, Readonly<Record<string, string>>>>;
/** Each server's name. */
declare const EMBED_PERSONAS: Readonly<Record<string, Readonly<Record<Language, string>>>>;

/** word returns a phrase in a language. */
export function word(language: Language, key: string, facts: Facts = {}): string {
  const text = EMBED_WORDS[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(facts[name] ?? hole));
}

/** meaningOf returns what a code means; empty: nothing is known of it. */
export function meaningOf(language: Language, code: string): string {
  return EMBED_CODES[language][code] ?? "";
}

/** personaName returns a server's name; null: there is none of this id. */
export function personaName(language: Language, id: string): string | null {
  return EMBED_PERSONAS[id]?.[language] ?? null;
}

/** personas returns the ids of all servers. */
export function personas(): string[] {
  return Object.keys(EMBED_PERSONAS);
}
