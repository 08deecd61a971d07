/** What a screen reader is told of new bubbles: of many, the last few. */
import type { Bubble } from "generated/bubbles";

const SPOKEN_AT_MOST = 3;

/** spoken returns it as one text; what nobody needs to hear is left out. */
export function spoken(bubbles: readonly Bubble[]): string {
  const said = bubbles.map((bubble) => bubble.spoken).filter(Boolean);
  return said.slice(-SPOKEN_AT_MOST).join(" ");
}
