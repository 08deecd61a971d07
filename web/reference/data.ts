/** The reference as data: fetched when it is first asked for, or a part of the single file. */
import type { Reference } from "generated/entries";
import type { Language } from "../languages";
import { partNamed } from "../parts";
import { unpackReference } from "./slim";

/** Where each language's is; empty in the single file. */
declare const REFERENCES: Partial<Readonly<Record<Language, string>>>;

const kept = new Map<Language, Promise<Reference>>();

/** referenceIn returns the reference in a language. It fails if it cannot be had, and can be asked again. */
export function referenceIn(language: Language): Promise<Reference> {
  const known = kept.get(language) ?? read(language);
  kept.set(language, known);
  known.catch(() => kept.delete(language));
  return known;
}

async function read(language: Language): Promise<Reference> {
  return unpackReference(await partNamed(`reference-${language}`, REFERENCES[language]));
}
