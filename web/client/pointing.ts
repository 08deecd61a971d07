/** Code and wire point at each other: what a line of code brought about lights up, and the line with it. */

/** Marks the bubbles that a line brought about, and tells which line a pointed bubble is of. */
export class Pointing {
  readonly #log: Element;
  #line = 0;

  constructor(log: Element, told: (line: number) => void) {
    this.#log = log;
    const tell = ({ target }: Event) => {
      const article = (target as Element).closest<HTMLElement>("article");
      told(Number(article?.dataset["codeLine"] ?? 0));
    };
    log.addEventListener("pointerover", tell);
    log.addEventListener("focusin", tell);
    log.addEventListener("pointerleave", () => told(0));
  }

  /** show lights up what a line brought about; 0: nothing. */
  show(line: number): void {
    if (line === this.#line) return;
    this.#line = line;
    for (const lit of this.#log.querySelectorAll("[data-pointed]"))
      lit.removeAttribute("data-pointed");
    if (!line) return;
    for (const article of this.#log.querySelectorAll(`[data-code-line="${line}"]`))
      article.setAttribute("data-pointed", "");
  }
}
