/** The shape that goes with a severity's word and colour, so that none of the three stands alone. */
import type { Severity } from "generated/bubbles";

export const SHAPES: Readonly<Record<Severity, string>> = {
  done: "✓",
  "go-on": "→",
  "try-later": "▲",
  refused: "■",
  none: "",
};
