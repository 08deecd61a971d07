/** What cannot be seen is written `\xNN` for each octet, as Python writes it in what was sent. */

const UNSEEN = /[^\P{C}\t]|[\p{Zl}\p{Zp}]/gu;
const UTF_8 = new TextEncoder();

/** visible returns a text in which everything can be seen: nothing hides, and nothing turns the line around. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) =>
    Array.from(
      UTF_8.encode(character),
      (octet) => `\\x${octet.toString(16).padStart(2, "0")}`,
    ).join(""),
  );
}
