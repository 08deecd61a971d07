/** The chrome's words. They come with the page, so that it can speak before Python is there. */
import table from "generated/words.json";
import type { Language } from "./languages";

export { LANGUAGES, type Language } from "./languages";
export type WordKey = keyof (typeof table)["en"];
export type Facts = Readonly<Record<string, string | number>>;

/** Words answers a key in one language, with the facts filled in. */
export type Words = (key: WordKey, facts?: Facts) => string;

/** wordsIn returns the words of a language; the same function each time, so that views compare it. */
export function wordsIn(language: Language): Words {
  const known = made.get(language);
  if (known) return known;
  const words: Words = (key, facts = {}) => fill(table[language][key], facts, language);
  made.set(language, words);
  return words;
}

/** counted picks the singular or the plural of a phrase. */
export function counted(words: Words, one: WordKey, other: WordKey, count: number): string {
  return words(count === 1 ? one : other, { count });
}

const made = new Map<Language, Words>();

function fill(text: string, facts: Facts, language: Language): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const fact = facts[name];
    return typeof fact === "number" ? fact.toLocaleString(language) : (fact ?? hole);
  });
}
