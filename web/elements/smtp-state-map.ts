/** The map of a session: where it is, the way it took, and every command on its way from state to state. */
import type { SessionView, StateRow } from "generated/bubbles";
import { MAIN, type MapGroup, type MapMove, type StateMap, WHOLE } from "generated/state-map";
import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { mapTable, nameOf, type Offered, offered } from "../map-table";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/map.css";
import { wish } from "../wishes";
import type { Words } from "../words";

const SIZES = [0.5, 0.75, 1, 1.25, 1.5, 2];
/** Pixels around the map, where the focus ring of a box at its edge has room. */
const EDGE = 4;

export class SmtpStateMap extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) session!: SessionView;

  @state() private whole = false;
  @state() private size = SIZES.indexOf(1);

  protected override updated(changed: PropertyValues): void {
    const before = changed.get("session") as SessionView | undefined;
    const moved = changed.has("session") && before?.state !== this.session.state;
    if (moved || changed.has("whole") || changed.has("size")) this.#showCurrent();
  }

  /** The map scrolls within its frame; the panel around it stays where it is. */
  #showCurrent(): void {
    const frame = this.renderRoot.querySelector(".frame");
    const current = this.renderRoot.querySelector("[aria-current]");
    if (!frame || !current) return;
    const [outer, inner] = [frame.getBoundingClientRect(), current.getBoundingClientRect()];
    const middle = (box: DOMRect): [number, number] => [
      box.x + box.width / 2,
      box.y + box.height / 2,
    ];
    const [[x, y], [toX, toY]] = [middle(outer), middle(inner)];
    frame.scrollBy(toX - x, toY - y);
  }

  protected override render(): TemplateResult {
    const { words, session } = this;
    const shown = offered(this.whole ? WHOLE : MAIN, session.states);
    const choose = () => {
      this.whole = !this.whole;
    };
    return html`<section>
      <h3>${words("state.map")}</h3>
      <p class="soft">${words("state.map-hint")}</p>
      <div class="bar">
        <button type="button" aria-pressed=${this.whole} @click=${choose}>${words("state.whole")}</button>
        ${this.#zoomButton(-1, "−", words("state.out"))} ${this.#zoomButton(1, "+", words("state.in"))}
      </div>
      <div class="frame" tabindex="0" role="group" aria-label=${words(this.whole ? "state.whole" : "state.main")}>
        ${this.#drawing(shown)}
      </div>
      <details><summary>${words("state.table")}</summary>${mapTable(offered(WHOLE, session.states), words)}</details>
    </section>`;
  }

  #zoomButton(step: number, sign: string, name: string): TemplateResult {
    const isEnd = SIZES[this.size + step] === undefined;
    const zoom = () => {
      this.size += step;
    };
    return html`<button type="button" class="zoom" aria-label=${name} title=${name} ?disabled=${isEnd} @click=${zoom}>${sign}</button>`;
  }

  #drawing(shown: Offered): TemplateResult {
    const { map, groups, rows } = shown;
    const size = SIZES[this.size] ?? 1;
    const [width, height] = [map.width + 2 * EDGE, map.height + 2 * EDGE];
    return html`<svg width=${width * size} height=${height * size}
      viewBox=${`${-EDGE} ${-EDGE} ${width} ${height}`}>
      ${groups.map((group) => this.#lines(group))}
      ${this.#states(map, rows)}
      ${groups.map((group) => group.moves.map((move) => this.#move(group, move, rows)))}
    </svg>`;
  }

  #lines({ id, paths, arrow }: MapGroup): TemplateResult {
    const isDone = this.session.way.includes(id);
    return svg`<g class="line" ?data-done=${isDone} data-group=${id} aria-hidden="true">
      ${paths.map((path) => svg`<path d=${path}></path>`)}<polygon points=${arrow}></polygon></g>`;
  }

  #states({ states }: StateMap, rows: ReadonlyMap<string, StateRow>): TemplateResult[] {
    const seen = new Set(this.session.way.flatMap((move) => move.split(">")));
    return states.flatMap(({ id, x, y, width, height }) => {
      const row = rows.get(id);
      if (!row) return [];
      return svg`<g class="state" role="group" aria-label=${row.title} aria-current=${row.current ? "true" : nothing}
        data-state=${id} ?data-done=${seen.has(id)}>
        <rect x=${x - width / 2} y=${y - height / 2} width=${width} height=${height} rx="10"></rect>
        <text x=${x} y=${y}>${row.title}</text></g>`;
    });
  }

  #move(group: MapGroup, move: MapMove, rows: ReadonlyMap<string, StateRow>): TemplateResult {
    const { x, y, width, height } = move;
    const name = nameOf(group, move, rows);
    const isHere = rows.get(group.source)?.current ?? false;
    const box = svg`<rect x=${x + 2} y=${y + 2} width=${width - 4} height=${height - 4} rx="12"></rect>
      <text x=${x + width / 2} y=${y + height / 2}>${name}</text>`;
    if (!move.line)
      return svg`<g class="move" data-verb=${move.verb} ?data-here=${isHere}>${box}</g>`;
    const told = this.words("state.move", {
      verb: name,
      source: rows.get(group.source)?.title ?? "",
      target: rows.get(group.target)?.title ?? "",
    });
    return svg`<g class="move" role="button" tabindex="0" aria-label=${told} data-verb=${move.verb} ?data-here=${isHere}
      ?data-wire=${move.is_wire} @click=${() => this.#fill(move)}
      @keydown=${(event: KeyboardEvent) => this.#keyed(event, move)}>${box}</g>`;
  }

  #keyed(event: KeyboardEvent, move: MapMove): void {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    this.#fill(move);
  }

  #fill({ line, select_from: from, select_to: to }: MapMove): void {
    wish(this, "smtp-fill", { line, from, to });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-state-map": SmtpStateMap;
  }
}
