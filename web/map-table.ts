/** What of the state map the server at hand has, and the same as a table, for those who do not see it. */
import type { StateRow } from "generated/bubbles";
import type { MapGroup, MapMove, StateMap } from "generated/state-map";
import { html, type TemplateResult } from "lit";
import type { Words } from "./words";

/** A map as far as this server knows its states and commands. */
export interface Offered {
  readonly map: StateMap;
  readonly groups: readonly MapGroup[];
  readonly rows: ReadonlyMap<string, StateRow>;
}

/** offered leaves out what the server does not know. */
export function offered(map: StateMap, states: readonly StateRow[]): Offered {
  const rows = new Map(states.map((row) => [row.id, row]));
  const groups = map.groups
    .map((group) => ({ ...group, moves: group.moves.filter((move) => isKnown(group, move, rows)) }))
    .filter(({ moves }) => moves.length > 0);
  return { map, groups, rows };
}

function isKnown({ source }: MapGroup, move: MapMove, rows: Offered["rows"]): boolean {
  const allowed = rows.get(source)?.allowed ?? [];
  // What has a name in words is all that may come where it may come.
  return move.is_wire ? allowed.some(({ text }) => text === move.verb) : allowed.length > 0;
}

/** nameOf returns a move's verb, or what it is called if it has none. */
export function nameOf({ source }: MapGroup, move: MapMove, rows: Offered["rows"]): string {
  return move.is_wire ? move.verb : (rows.get(source)?.allowed[0]?.text ?? move.verb);
}

/** mapTable renders each state with its commands, and where each leads. */
export function mapTable({ groups, rows }: Offered, words: Words): TemplateResult {
  return html`<table>
    <thead><tr><th scope="col">${words("state.from")}</th><th scope="col">${words("state.command")}</th>
      <th scope="col">${words("state.to")}</th></tr></thead>
    <tbody>${groups.map((group) => groupTemplate(group, rows, words))}</tbody>
  </table>`;
}

function groupTemplate(group: MapGroup, rows: Offered["rows"], words: Words): TemplateResult {
  const { source, target, moves } = group;
  const there = source === target ? words("state.stays") : rows.get(target)?.title;
  return html`<tr data-group=${group.id}><th scope="row">${rows.get(source)?.title}</th>
    <td>${moves.map((move) => nameOf(group, move, rows)).join(", ")}</td><td>${there}</td></tr>`;
}
