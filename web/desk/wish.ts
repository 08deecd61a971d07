/** What the desk asks for. */
import type { Draft, PackDraft } from "./draft";

export type DeskWish =
  /** What was written or chosen. */
  | { readonly what: "pack"; readonly pack: PackDraft }
  | { readonly what: "draft"; readonly draft: Draft }
  /** Take the console's last connection as the lesson's solution, or as its near miss. */
  | { readonly what: "record" | "near-miss" }
  | { readonly what: "preview" | "save-lesson" | "add-lesson" | "new-lesson" }
  | { readonly what: "lessons"; readonly files: readonly File[] }
  | { readonly what: "open-pack"; readonly file: File }
  | { readonly what: "save-pack" | "save-page" }
  /** The single file, from the reader's disk. */
  | { readonly what: "fill-page"; readonly file: File }
  | { readonly what: "result-files"; readonly files: readonly File[] }
  | { readonly what: "result-codes"; readonly text: string }
  | { readonly what: "save-table" | "clear-table" };

export const DESK_TABS = ["pack", "make", "results"] as const;
export type DeskTab = (typeof DESK_TABS)[number];

/** What became of the wish that came last; a failure is announced at once. */
export interface Told {
  readonly text: string;
  readonly failed: boolean;
}

export const NOTHING_TOLD: Told = { text: "", failed: false };
