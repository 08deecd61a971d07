/** The conversation's own clock: what time it is in it, what its round trips took, and buttons that let time pass. */
import type { ClockView } from "generated/bubbles";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { sheet } from "../sheet";
import style from "../styles/clock.css";
import controls from "../styles/controls.css";
import { wish } from "../wishes";
import { counted, type WordKey, type Words } from "../words";

/** Seconds that a button lets pass. */
const STEPS: readonly (readonly [number, WordKey])[] = [
  [60, "clock.minute"],
  [300, "clock.five-minutes"],
  [3600, "clock.hour"],
];
/** Milliseconds of a round trip that can be chosen: none, a city, an ocean, a satellite. */
const LATENCIES = [0, 20, 150, 600];

export class SmtpClock extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) clock!: ClockView;
  @property({ attribute: false }) roundTrips = 0;

  protected override render(): TemplateResult {
    const { words, clock } = this;
    return html`<div class="clock" role="group" aria-label=${words("clock.label")}>
      <p class="time"><span class="soft">${words("clock.time")}</span> <strong data-part="time">${clock.time}</strong>
        ${clock.waiting ? html`<span class="waiting">${words("clock.waiting")}</span>` : nothing}</p>
      <div class="steps">${STEPS.map(([seconds, key]) => this.#step(seconds, key))}</div>
      <label class="latency"><span>${words("clock.latency")}</span>
        <select @change=${this.#chosen}>${LATENCIES.map((latency) => this.#latency(latency))}</select></label>
      ${clock.latency || clock.travelled ? this.#travelled() : nothing}
    </div>`;
  }

  #step(seconds: number, key: WordKey): TemplateResult {
    const { words } = this;
    const pass = () => wish(this, "smtp-time", { seconds });
    return html`<button type="button" data-seconds=${seconds} title=${words("clock.hint")} @click=${pass}>${words(key)}</button>`;
  }

  #latency(milliseconds: number): TemplateResult {
    const { words, clock } = this;
    const label = milliseconds
      ? words("clock.milliseconds", { count: milliseconds })
      : words("clock.none");
    return html`<option value=${milliseconds} ?selected=${clock.latency === milliseconds}>${label}</option>`;
  }

  #travelled(): TemplateResult {
    const { words, clock, roundTrips } = this;
    const trips = counted(words, "status.round-trips-one", "status.round-trips-other", roundTrips);
    return html`<p class="travelled">${trips} · ${words("clock.milliseconds", { count: clock.travelled })}</p>`;
  }

  #chosen({ currentTarget }: Event): void {
    if (currentTarget instanceof HTMLSelectElement)
      wish(this, "smtp-latency", { milliseconds: Number(currentTarget.value) });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-clock": SmtpClock;
  }
}
