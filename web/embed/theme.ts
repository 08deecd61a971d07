/**
 * The colours of the page around an embed. Documentation says what it shows in an attribute of its own: Sphinx's furo and
 * pydata `data-theme`, Material for MkDocs `data-md-color-scheme`. Where none speaks, the system's choice holds.
 */
import type { Theme } from "../settings";

const ATTRIBUTES = ["data-theme", "data-mode", "data-bs-theme", "data-md-color-scheme"];
const NAMES: Readonly<Record<string, Theme>> = {
  light: "light",
  dark: "dark",
  default: "light", // Material's names
  slate: "dark",
};

/** hostTheme returns the colours that the page around shows. */
export function hostTheme(): Theme {
  for (const element of [document.documentElement, document.body]) {
    for (const attribute of ATTRIBUTES) {
      const theme = NAMES[element?.getAttribute(attribute) ?? ""];
      if (theme) return theme;
    }
  }
  return "system";
}

/** followHost tells of every change, until it is told to stop. */
export function followHost(tell: () => void): () => void {
  const observer = new MutationObserver(tell);
  for (const element of [document.documentElement, document.body])
    observer.observe(element, { attributeFilter: ATTRIBUTES });
  return () => observer.disconnect();
}
