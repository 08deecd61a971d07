/** Lines that turned out to hold a secret, once the Bridge has told which parts are one. */
import type { Bubble, Part } from "generated/bubbles";

/** secretLines returns the lines of these bubbles that hold a secret, as they were typed. */
export function secretLines(bubbles: readonly Bubble[]): ReadonlySet<string> {
  const lines = bubbles.flatMap((bubble) => bubble.lines);
  return new Set(lines.filter(holdsSecret).map(asTyped));
}

function holdsSecret(line: readonly Part[]): boolean {
  return line.some(({ secret }) => secret !== "");
}

function asTyped(line: readonly Part[]): string {
  return line.map(({ text, secret }) => secret || text).join("");
}
