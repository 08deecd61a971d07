/** The recorded conversation. Its words come with the page; this makes its lines buttons, and plays it live. */
import { wish } from "../wishes";

const LINES = ".from-client .line";

export class SmtpRecording extends HTMLElement {
  #takeable = true;

  connectedCallback(): void {
    this.#makeButtons();
    for (const button of this.querySelectorAll("button")) button.disabled = false;
    this.addEventListener("click", this.#clicked);
    this.addEventListener("keydown", this.#keyed);
  }

  /** letTake says whether a line can be taken up now: nobody waits for a command at all times. */
  letTake(takeable: boolean): void {
    if (takeable === this.#takeable) return;
    this.#takeable = takeable;
    this.#makeButtons();
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#clicked);
    this.removeEventListener("keydown", this.#keyed);
  }

  #clicked({ target }: MouseEvent): void {
    if (!(target instanceof Element)) return;
    const line = target.closest(LINES)?.textContent;
    if (line) this.#take(line);
    else if (target.closest(".play")) wish(this, "smtp-play", { lines: this.#lines() });
    else this.#fold(target.closest<HTMLElement>(".fold"));
  }

  #take(line: string): void {
    if (this.#takeable) wish(this, "smtp-fill", { line, from: line.length, to: line.length });
  }

  #makeButtons(): void {
    const { hint = "", later = "" } = this.querySelector<HTMLElement>("[data-hint]")?.dataset ?? {};
    for (const line of this.querySelectorAll<HTMLElement>(LINES)) {
      if (line.textContent) makeButton(line, this.#takeable, this.#takeable ? hint : later);
    }
  }

  #lines(): string[] {
    return [...this.querySelectorAll(LINES)].map(({ textContent }) => textContent ?? "");
  }

  #fold(button: HTMLElement | null): void {
    if (!button) return;
    const open = this.toggleAttribute("data-open");
    button.ariaExpanded = String(open);
    button.textContent = button.dataset[open ? "hide" : "show"] ?? "";
  }

  #keyed(event: KeyboardEvent): void {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || !target.matches(LINES) || !PRESS.has(key)) return;
    event.preventDefault();
    target.click();
  }
}

const PRESS = new Set(["Enter", " "]);

/** Not a <button>: the text of one neither wraps with its line nor is copied with it everywhere. */
function makeButton(line: HTMLElement, works: boolean, hint: string): void {
  line.role = "button";
  line.tabIndex = 0;
  line.ariaDisabled = String(!works);
  line.title = hint;
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-recording": SmtpRecording;
  }
}
