/** What a reader has chosen for this page: kept in the browser where it may be, never sent anywhere. */
import { hashParameters, keepHash } from "./address";
import { type Language, languageNamed } from "./languages";

export type Theme = "system" | "light" | "dark";
export const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** preferredLanguage: the address bar, then the element's attribute, then the choice made before, then the browser. */
export function preferredLanguage(attribute: string | null): Language {
  const tags = [hashLanguage(), attribute, recall("language"), ...navigator.languages];
  for (const tag of tags) {
    const found = tag ? languageNamed(tag) : undefined;
    if (found) return found;
  }
  return "en";
}

/** keepLanguage remembers a choice; an address that names a language is changed along. */
export function keepLanguage(language: Language): void {
  keep("language", language);
  if (hashLanguage() === null) return;
  keepHash({ lang: language });
}

/** preferredTheme returns the colours chosen before. */
export function preferredTheme(): Theme {
  const kept = recall("theme");
  return THEMES.find((theme) => theme === kept) ?? "system";
}

/** keepTheme remembers the colours and shows them. */
export function keepTheme(theme: Theme): void {
  keep("theme", theme);
  showTheme(theme);
}

/** showTheme hands the colours to the style sheets. */
export function showTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

/** hashLanguage returns `lang` from the address, or null. */
export function hashLanguage(): string | null {
  return hashParameters().get("lang");
}

// A browser may refuse storage (private windows, sandboxed frames): then a choice lasts as long as the page.

function recall(name: string): string | null {
  try {
    return localStorage.getItem(`smtp-playground:${name}`);
  } catch {
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`smtp-playground:${name}`, value);
  } catch {
    // Nothing to do: see above.
  }
}
