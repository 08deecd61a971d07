/** What a reader has done in the shell, for the element that takes its place. The DOM is all that both know. */

/** A line half written, and where the reader is. */
export interface Draft {
  readonly line: string;
  readonly from: number;
  readonly to: number;
  readonly focused: boolean;
  /** How far the start was scrolled. */
  readonly top: number;
}

export interface Takeover {
  readonly draft: Draft;
  /** What was sent already: one text for each Enter. */
  readonly waiting: readonly string[];
  /** leave takes the shell away. The focus is elsewhere by then: a touch keyboard stays up. */
  leave(): void;
}

/** takeOver reads the shell of a console and keeps what is to stay; without a shell there is nothing to take. */
export function takeOver(view: Element): Takeover | null {
  const shell = view.querySelector(":scope > .shell");
  const field = shell?.querySelector("input");
  if (!shell || !field) return null;
  const { activeElement: active } = document;
  const draft = draftIn(shell, field);
  const recordings = [...shell.querySelectorAll("smtp-recording")];
  for (const recording of recordings) {
    recording.slot = "recording";
    view.append(recording);
  }
  const waiting = [...shell.querySelectorAll<HTMLElement>("[data-waiting]")];
  return {
    draft,
    waiting: waiting.map(({ dataset }) => dataset["waiting"] ?? ""),
    leave() {
      shell.remove();
      const moved = recordings.some((recording) => recording.contains(active));
      if (moved && active instanceof HTMLElement) active.focus({ preventScroll: true });
    },
  };
}

function draftIn(shell: Element, field: HTMLInputElement): Draft {
  const { value: line, selectionStart, selectionEnd } = field;
  return {
    line,
    from: selectionStart ?? line.length,
    to: selectionEnd ?? line.length,
    focused: document.activeElement === field,
    top: shell.querySelector(".scroller")?.scrollTop ?? 0,
  };
}

/** composed waits for the end of a character that an input method is just putting together in a shell. */
export async function composed(): Promise<void> {
  const field = document.querySelector(".shell [data-composing]");
  if (field)
    await new Promise((resolve) =>
      field.addEventListener("compositionend", resolve, { once: true }),
    );
}
