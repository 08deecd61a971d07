/** The languages there are, and which of them answers to a tag. What must be small imports this, not the words. */
import { LANGUAGES } from "generated/languages";

export type Language = (typeof LANGUAGES)[number];

/** Every language there is, English first. */
export { LANGUAGES };

/** languageNamed finds the language for a tag such as `pt`, `pt-PT` or `en-GB`. */
export function languageNamed(tag: string): Language | undefined {
  const wanted = tag.toLowerCase();
  const exact = LANGUAGES.find((known) => known.toLowerCase() === wanted);
  return exact ?? LANGUAGES.find((known) => primary(known) === primary(wanted));
}

function primary(tag: string): string {
  return (tag.split("-")[0] ?? tag).toLowerCase();
}
