/** An embed's attributes, read kindly: what cannot be followed is told once, and the usual stands in its place. */
import { type Language, languageNamed } from "../languages";
import { THEMES, type Theme } from "../settings";
import { personas } from "./words";

/** Attributes of an embed's own. */
export const ATTRIBUTES = [
  "persona",
  "rules",
  "lang",
  "theme",
  "height",
  "lesson",
  "readonly",
  "autoplay",
  "start",
] as const;

export interface Options {
  readonly persona: string;
  /** Ids of rules that are ready. */
  readonly rules: readonly string[];
  readonly language: Language;
  /** `system`: as the page around. */
  readonly theme: Theme;
  /** A length of CSS; empty: what the session needs. */
  readonly height: string;
  /** The id of a lesson; empty: none. */
  readonly lesson: string;
  readonly readonly: boolean;
  readonly autoplay: boolean;
  /** The line of the client, counted from 1, at which the reader takes over; 0: behind the last. */
  readonly start: number;
}

const PERSONA = "playground";
/** Pixels that an embed may be told to be high. */
const HIGHEST = 4000;
const LENGTH = /^(\d{1,4}(?:\.\d{1,3})?)(px|rem|em|vh|dvh|lh|ch|)$/;
/** What any element may have, and what frameworks write. */
const OF_ANYONE =
  /^(?:id|class|style|slot|part|title|hidden|dir|role|tabindex|state|translate|is|v-.*|_.*|data-.*|aria-.*|on.*)$/;

type Tell = (problem: string) => void;

/** readOptions returns what an element's attributes ask for. */
export function readOptions(element: HTMLElement, tell: Tell): Options {
  for (const name of element.getAttributeNames())
    if (!isKnown(name)) tell(`unknown attribute "${name}"; known are ${ATTRIBUTES.join(", ")}`);
  const get = (name: string) => element.getAttribute(name)?.trim() ?? "";
  return {
    persona: oneOf("persona", get("persona"), personas(), PERSONA, tell),
    rules: get("rules").split(/\s+/).filter(Boolean),
    language: languageOf(element, tell),
    theme: oneOf<Theme>("theme", get("theme"), THEMES, "system", tell),
    height: heightOf(get("height"), tell),
    lesson: get("lesson"),
    readonly: element.hasAttribute("readonly"),
    autoplay: element.hasAttribute("autoplay"),
    start: startOf(get("start"), tell),
  };
}

function isKnown(name: string): boolean {
  return ATTRIBUTES.some((known) => known === name) || OF_ANYONE.test(name);
}

function oneOf<Name extends string>(
  attribute: string,
  value: string,
  known: readonly Name[],
  usual: Name,
  tell: Tell,
): Name {
  const found = known.find((name) => name === value);
  if (value && !found) tell(`unknown ${attribute} "${value}"; known are ${known.join(", ")}`);
  return found ?? usual;
}

/** The element's own language, or that of the page around it. */
function languageOf(element: HTMLElement, tell: Tell): Language {
  const own = element.getAttribute("lang");
  const found = own ? languageNamed(own) : undefined;
  if (own && !found) tell(`no language "${own}"; there are en and pt-BR`);
  const around = element.parentElement?.closest<HTMLElement>("[lang]")?.lang;
  return found ?? (around ? languageNamed(around) : undefined) ?? "en";
}

function heightOf(value: string, tell: Tell): string {
  if (!value || value === "auto") return "";
  const [, number = "", unit = ""] = LENGTH.exec(value) ?? [];
  const isSane = number && Number(number) > 0 && Number(number) <= HIGHEST;
  if (isSane) return number + (unit || "px");
  tell(`height "${value}" is no length such as 480px or 30rem`);
  return "";
}

function startOf(value: string, tell: Tell): number {
  if (!value) return 0;
  if (/^[1-9]\d{0,4}$/.test(value)) return Number(value);
  tell(`start "${value}" is no number of a line of the client, counted from 1`);
  return 0;
}
