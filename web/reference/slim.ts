/** The reference as it travels: what most runs and lines are is left out (`py/sitebuild/reference.py`). */
import type { Reference } from "generated/entries";
import { unpacked } from "../files";

type Slim = Record<string, unknown>;

/** unpackReference reads it packed with gzip. */
export async function unpackReference({ body }: Response): Promise<Reference> {
  return readReference(await new Response(body && unpacked(body)).text());
}

/** readReference reads it, and puts that back. */
export function readReference(text: string): Reference {
  return JSON.parse(text, (_, value: unknown) => (isObject(value) ? whole(value) : value));
}

function isObject(value: unknown): value is Slim {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A run has a text; so has a line of a session, which has a speaker besides. */
function whole(value: Slim): Slim {
  if ("speaker" in value) return { differs: false, ...value };
  return typeof value["text"] === "string" ? { style: "plain", href: "", ...value } : value;
}
