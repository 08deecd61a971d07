/** What the elements ask a browser for as they are loaded, for a Node that renders them. Import it first. */
import {
  customElements,
  CSSStyleSheet as EmptySheet,
  ResizeObserver,
} from "@lit-labs/ssr-dom-shim";

class TextSheet extends EmptySheet {
  text = "";

  override replaceSync(text: string): void {
    this.text = text;
  }
}

Object.assign(globalThis, { customElements, ResizeObserver, CSSStyleSheet: TextSheet });

/** textOf returns what was written into a sheet. */
export function textOf(sheet: unknown): string {
  return sheet instanceof TextSheet ? sheet.text : "";
}
