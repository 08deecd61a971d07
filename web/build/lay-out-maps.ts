/**
 * The build runs this in Node, with a file of drawings as argument: it prints them as maps, with a place for each box
 * and a path for each line.
 */
import { readFileSync } from "node:fs";
import { type Graph, instance } from "@viz-js/viz";

interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}
interface Group extends Box {
  readonly source: string;
  readonly target: string;
  readonly moves: readonly (Box & { readonly x: number; readonly y: number })[];
}
interface Drawing {
  readonly states: readonly Box[];
  readonly groups: readonly Group[];
}
/** What of Graphviz's answer is read. */
interface Laid {
  readonly bb: string;
  readonly objects: readonly { readonly name: string; readonly pos: string }[];
  readonly edges: readonly { readonly tail: number; readonly head: number; readonly pos: string }[];
}
type Point = readonly [number, number];

/** Graphviz measures boxes in inches, and places them in points. */
const INCH = 72;
const HEAD = 4;

const viz = await instance();
const drawings: Record<string, Drawing> = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const maps = Object.entries(drawings).map(([name, drawing]) => [name, layOut(drawing)]);
// biome-ignore lint/suspicious/noConsole: printing is what this program is for
console.log(JSON.stringify(Object.fromEntries(maps)));

function layOut({ states, groups }: Drawing): object {
  const laid = viz.renderJSON(graphOf({ states, groups })) as Laid;
  const [, , width = 0, height = 0] = laid.bb.split(",").map(Number);
  const flip = ([x, y]: Point): Point => [round(x), round(height - y)];
  const places = new Map(laid.objects.map(({ name, pos }) => [name, flip(point(pos))]));
  const edges = laid.edges.map(({ tail, head, pos }) => ({
    tail: laid.objects[tail]?.name ?? "",
    head: laid.objects[head]?.name ?? "",
    ...line(pos, flip),
  }));
  const placed = (box: Box) => {
    const [x, y] = places.get(box.id) ?? [0, 0];
    return { ...box, x, y };
  };
  return {
    width: round(width),
    height: round(height),
    states: states.map(placed),
    groups: groups.map((group) => {
      const { x, y } = placed(group);
      const joined = edges.filter(({ tail, head }) => tail === group.id || head === group.id);
      const moves = group.moves.map((move) => ({
        ...move,
        x: round(x - group.width / 2 + move.x),
        y: round(y - group.height / 2 + move.y),
      }));
      const arrow = joined.find(({ tail }) => tail === group.id)?.arrow ?? "";
      return { ...placed(group), moves, paths: joined.map(({ path }) => path), arrow };
    }),
  };
}

/** graphOf puts each group as a box between its two states. */
function graphOf({ states, groups }: Drawing): Graph {
  const boxes = [...states, ...groups].map(({ id, width, height }) => ({
    name: id,
    attributes: { width: width / INCH, height: height / INCH },
  }));
  return {
    directed: true,
    graphAttributes: { rankdir: "TB", nodesep: 0.14, ranksep: 0.2, pad: 0 },
    nodeAttributes: { shape: "box", fixedsize: true, label: "" },
    nodes: boxes,
    edges: groups.flatMap(({ id, source, target }) => [
      { tail: source, head: id, attributes: { arrowhead: "none" } },
      { tail: id, head: target },
    ]),
  };
}

/** line reads a spline, `e,x,y x,y x,y ...`: the point of its arrow, and the curve up to it. */
function line(pos: string, flip: (at: Point) => Point): { path: string; arrow: string } {
  const words = pos.split(" ");
  const ends = words[0]?.startsWith("e,") ? flip(point(words.shift()?.slice(2) ?? "")) : null;
  const [first, ...rest] = words.map((word) => flip(point(word)));
  const path = `M${first} C${rest.join(" ")}`;
  const last = rest.at(-1);
  return { path, arrow: ends && last ? head(last, ends) : "" };
}

/** head returns the corners of an arrow's head. */
function head([x, y]: Point, [tipX, tipY]: Point): string {
  const length = Math.hypot(tipX - x, tipY - y) || 1;
  const [alongX, alongY] = [(tipX - x) / length, (tipY - y) / length];
  const corners: Point[] = [
    [tipX, tipY],
    [x - alongY * HEAD, y + alongX * HEAD],
    [x + alongY * HEAD, y - alongX * HEAD],
  ];
  return corners.map((corner) => corner.map(round).join(",")).join(" ");
}

function point(text: string): Point {
  const [x = 0, y = 0] = text.split(",").map(Number);
  return [x, y];
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
