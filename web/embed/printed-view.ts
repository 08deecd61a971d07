/** A session as it is printed: readable without anything behind it. A code tells what it means when it is pressed. */
import type { Language } from "../languages";
import { button, make } from "./make";
import type { Line } from "./reading";
import { meaningOf, word } from "./words";

/** printedView returns the lines of a session; `base` is where the pages of the reference are. */
export function printedView(lines: readonly Line[], language: Language, base: URL): HTMLElement {
  const items = lines.map((line) => itemOf(line, language, base));
  return make("ol", { class: "lines", part: "transcript", dir: "ltr" }, ...items);
}

function itemOf(line: Line, language: Language, base: URL): HTMLElement {
  const { voice, text, code } = line;
  const item = make("li", { class: voice, part: `line ${voice}` });
  if (voice !== "note") {
    const name = word(language, voice);
    const who = make("span", { class: "who", title: name, "aria-hidden": "true" }, marks[voice]);
    item.append(who, make("span", { class: "quiet" }, `${name}: `));
  }
  const wire = make("span", { class: "wire", lang: "en" });
  if (code && meaningOf(language, code)) explainable(item, wire, line, language, base);
  else wire.append(text || "\u200b"); // an empty line is as high as any other
  item.append(wire);
  return item;
}

const marks = { client: "C:", server: "S:" } as const;

/** Where the code stands it can be pressed, and what it means comes under the line. */
function explainable(
  item: HTMLElement,
  wire: HTMLElement,
  { text, code }: Line,
  language: Language,
  base: URL,
): void {
  const label = word(language, "code", { code });
  const pressed = button({ class: "code", part: "code", "aria-expanded": "false" }, code, () => {
    const open = pressed.getAttribute("aria-expanded") !== "true";
    pressed.setAttribute("aria-expanded", String(open));
    if (open) item.append(meaning(code, language, base));
    else item.querySelector(".meaning")?.remove();
  });
  pressed.title = label;
  pressed.dataset["severity"] = code.charAt(0);
  wire.append(pressed, text.slice(code.length));
}

function meaning(code: string, language: Language, base: URL): HTMLElement {
  const page = new URL(`${language}/replies/${code}/`, base);
  const more = make("a", { href: page.href }, word(language, "more", { code }));
  const text = make("span", {}, `${meaningOf(language, code)} `);
  return make("p", { class: "meaning", part: "meaning", lang: language }, text, more);
}
