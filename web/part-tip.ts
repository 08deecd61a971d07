/**
 * The small window that explains one part of a line: on pointing, on focus, on a click.
 * It can be pointed at, stays until the reader goes on, and Escape dismisses it (WCAG 1.4.13).
 */
import type { Part } from "generated/bubbles";
import { html, type nothing, render, type TemplateResult } from "lit";
import { runs } from "./runs";

/** Milliseconds before pointing opens it, and before leaving closes it: time to cross the gap. */
const PATIENCE = { open: 130, close: 300 };
const GAP = 6;
const EDGE = 8;

/** What stands under the explanation of a part: a control, or nothing. */
export type Footing = (target: HTMLElement, part: Part) => TemplateResult | typeof nothing;

export class PartTip {
  readonly #tip: HTMLElement;
  readonly #footing: Footing;
  #target: HTMLElement | null = null;
  /** Opened by a press: then it stays when the pointer leaves. */
  #pressed = false;
  #timer = 0;

  constructor(tip: HTMLElement, footing: Footing) {
    this.#tip = tip;
    this.#footing = footing;
    tip.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    tip.addEventListener("pointerleave", () => this.leave());
  }

  get target(): HTMLElement | null {
    return this.#target;
  }

  /** point opens the tip soon, unless the pointer has gone on. */
  point(target: HTMLElement, part: Part): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.show(target, part), PATIENCE.open);
  }

  /** leave closes the tip soon, unless the pointer comes back or the part has the focus. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      if (!this.#pressed && !this.#target?.matches(":focus-visible")) this.hide();
    }, PATIENCE.close);
  }

  /** press opens the tip to stay, or closes the one that was opened so. */
  press(target: HTMLElement, part: Part): void {
    const again = this.#pressed && this.#target === target;
    this.hide();
    if (!again) this.stay(target, part);
  }

  /** stay opens the tip at a part, and keeps it there when the pointer leaves. */
  stay(target: HTMLElement, part: Part): void {
    this.show(target, part);
    this.#pressed = true;
  }

  /** show opens the tip at a part. */
  show(target: HTMLElement, part: Part): void {
    this.hide();
    this.#target = target;
    render(
      html`<strong>${part.title}</strong> ${runs(part.explanation)} ${this.#footing(target, part)}`,
      this.#tip,
    );
    target.setAttribute("aria-describedby", this.#tip.id);
    this.#tip.showPopover();
    this.place();
  }

  /** hide closes the tip; it returns whether there was one. */
  hide(): boolean {
    clearTimeout(this.#timer);
    if (!this.#target) return false;
    this.#target.removeAttribute("aria-describedby");
    this.#target = null;
    this.#pressed = false;
    this.#tip.hidePopover();
    return true;
  }

  /** place keeps the tip at its part: under it, or over it where there is no room. */
  place(): void {
    if (!this.#target) return;
    const part = this.#target.getClientRects()[0] ?? this.#target.getBoundingClientRect();
    const { width, height } = this.#tip.getBoundingClientRect();
    const rightmost = document.documentElement.clientWidth - width - EDGE;
    const below = part.bottom + GAP;
    const above = part.top - GAP - height;
    const fits = below + height <= window.innerHeight - EDGE || above < EDGE;
    this.#tip.style.setProperty("left", `${Math.max(EDGE, Math.min(part.left, rightmost))}px`);
    this.#tip.style.setProperty("top", `${fits ? below : above}px`);
  }
}
