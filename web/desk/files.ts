/** Files that a teacher or a learner opens: only as much is read as can be what it should. */
import type { Words } from "../words";

/** Octets of a class pack or a lesson that are read; a pack of two hundred lessons takes fewer. */
export const LARGEST_TEXT = 4_000_000;

/** textOf returns a file's text, or fails with its name and the mend. */
export async function textOf(file: File, words: Words, most = LARGEST_TEXT): Promise<string> {
  if (file.size > most)
    throw new Error(words("desk.too-large", { name: file.name, most: Math.round(most / 1e6) }));
  return file.text();
}

/** named puts a file's name before what is wrong with it. */
export function named(file: File, reason: string): Error {
  return new Error(`${file.name}: ${reason}`);
}
