/** What is being performed: for which reply, how far it has come, what is next, and the ways on. */
import type { SceneView } from "generated/bubbles";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { badge } from "../detail";
import { SHAPES } from "../severity";
import { sheet } from "../sheet";
import bar from "../styles/bar.css";
import controls from "../styles/controls.css";
import style from "../styles/scene.css";
import { wish } from "../wishes";
import type { WordKey, Words } from "../words";

type What = HTMLElementEventMap["smtp-perform"]["detail"]["what"];

export class SmtpScene extends LitElement {
  static override styles = [sheet(controls), sheet(bar), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) scene!: SceneView;
  /** The connection has ended, be it by the scene or by what came between. */
  @property({ type: Boolean, reflect: true }) closed = false;

  @query("button") private first!: HTMLButtonElement;

  #held = false;

  // A button that is gone leaves its focus to the one that is there instead.

  protected override willUpdate(): void {
    this.#held = this.shadowRoot?.activeElement?.matches("button") ?? false;
  }

  protected override updated(): void {
    if (this.#held && !this.shadowRoot?.activeElement) this.first.focus();
  }

  protected override render(): TemplateResult {
    const { words, scene } = this;
    const isOver = scene.done === scene.total;
    return html`<div class="bar" role="group" aria-label=${words("scene.label")}>
      <div class="told">
        ${isOver && scene.came ? this.#overTemplate() : [this.#headTemplate(), this.#nextTemplate()]}
        ${scene.settings.length ? this.#settingsTemplate() : nothing}
      </div>
      <div class="actions">${isOver || this.closed ? this.#button("again", "primary") : this.#waysOn()}
        ${this.#button("nothing", "plain")}</div>
    </div>`;
  }

  #headTemplate(): TemplateResult {
    const { code, severity, title, done, total } = this.scene;
    return html`<p class="head">${badge(code, severity)} <span class="title">${title}</span>
      <span class="count soft">${this.words("scene.count", { done, total })}</span></p>`;
  }

  #overTemplate(): TemplateResult {
    const { code, severity, title } = this.scene;
    return html`<p class="head"><strong class="over" data-severity=${severity}><span aria-hidden="true">${SHAPES[severity]}</span>
      ${this.words("scene.over", { code })}</strong> <span class="title">${title}</span></p>`;
  }

  #nextTemplate(): TemplateResult {
    const { next, next_is_wire } = this.scene;
    if (!next) return html`<p class="next">${this.words("scene.missed")}</p>`;
    if (this.closed) return html`<p class="next">${this.words("scene.cut-short")}</p>`;
    const step = next_is_wire ? html`<code lang="en">${next}</code>` : next;
    return html`<p class="next"><span class="soft">${this.words("scene.next")}</span> ${step}</p>`;
  }

  #settingsTemplate(): TemplateResult {
    return html`<p class="settings soft">${this.words("scene.settings")} ${this.scene.settings.map(
      (setting) => html`<code lang="en">${setting}</code> `,
    )}</p>`;
  }

  #waysOn(): TemplateResult {
    return html`${this.#button("next", "primary")} ${this.#button("rest", "")}`;
  }

  #button(what: What, kind: "primary" | "plain" | ""): TemplateResult {
    return html`<button type="button" class=${kind} data-what=${what}
      @click=${() => wish(this, "smtp-perform", { what })}>${this.words(LABELS[what])}</button>`;
  }
}

const LABELS: Readonly<Record<What, WordKey>> = {
  next: "scene.next-line",
  rest: "scene.rest",
  again: "scene.again",
  nothing: "scene.leave",
};

declare global {
  interface HTMLElementTagNameMap {
    "smtp-scene": SmtpScene;
  }
}
