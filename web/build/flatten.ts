/**
 * What elements rendered into their shadow roots, as plain HTML: an element becomes a <div> with its name
 * as class, and what is in its root stands in it. Nothing in it needs a script to be seen.
 */
import { type DefaultTreeAdapterMap, defaultTreeAdapter, parseFragment, serialize } from "parse5";

type Node = DefaultTreeAdapterMap["childNode"];
type Element = DefaultTreeAdapterMap["element"];

/** What opens only when it is asked for. */
const LATER = new Set([
  "smtp-bytes",
  "smtp-comparison",
  "smtp-desk",
  "smtp-embed-code",
  "smtp-export",
  "smtp-import",
  "smtp-raw",
  "smtp-reference",
  "smtp-share",
  "smtp-state-map",
]);
/** Named by others, so that each copy of the shell needs names of its own. */
const REFERENCES = new Set(["id", "for", "aria-controls", "aria-describedby", "aria-labelledby"]);
/** They work only once there are scripts; a form's own are the shell's to serve. */
const CONTROLS = new Set(["button", "select"]);

interface Place {
  /** What stands in the slots, by their names. */
  readonly slotted: ReadonlyMap<string, readonly Node[]>;
  /** What is added to each name. */
  readonly suffix: string;
  readonly inForm: boolean;
}

/** flatten returns rendered elements as plain HTML; `slotted` goes where the slots of that name are. */
export function flatten(rendered: string, slotted: Record<string, string>, suffix: string): string {
  const nodes = Object.entries(slotted).map(
    ([name, text]) => [name, parseFragment(text).childNodes] as const,
  );
  const root = parseFragment(rendered);
  const place = { slotted: new Map(nodes), suffix, inForm: false };
  root.childNodes = flattened(root.childNodes, place);
  return serialize(root);
}

function flattened(nodes: readonly Node[], place: Place): Node[] {
  return nodes.flatMap((node) => {
    if (defaultTreeAdapter.isTextNode(node)) return [node];
    return defaultTreeAdapter.isElementNode(node) ? flattenedElement(node, place) : [];
  });
}

function flattenedElement(element: Element, place: Place): Node[] {
  const { tagName } = element;
  if (tagName === "style" || LATER.has(tagName)) return [];
  if (tagName === "slot")
    return flattened(place.slotted.get(attributeOf(element, "name")) ?? [], place);
  const root = shadowRoot(element);
  if (root) return [asDivision(element, root, place)];
  if (CONTROLS.has(tagName) && !place.inForm && !attributeOf(element, "data-line"))
    set(element, "disabled", "");
  // The one button that is hidden here depends on the width; the shell has a style for that.
  if (tagName === "button" && drop(element, "hidden")) addClass(element, "when-narrow");
  const inForm = place.inForm || tagName === "form";
  rename(element, place);
  element.childNodes = flattened(element.childNodes, { ...place, inForm });
  return [element];
}

/** The children that a host was given are in its slots, which were forwarded: they are `slotted` already. */
function asDivision(host: Element, root: readonly Node[], place: Place): Element {
  const kept = host.attrs.filter(({ name }) => name !== "defer-hydration" && name !== "slot");
  const attrs = [{ name: "class", value: host.tagName }, ...kept];
  const division = defaultTreeAdapter.createElement("div", host.namespaceURI, attrs);
  division.childNodes = flattened(root, place);
  return division;
}

function shadowRoot(element: Element): readonly Node[] | null {
  for (const child of element.childNodes) {
    if (child.nodeName !== "template" || !("content" in child)) continue;
    if (attributeOf(child, "shadowrootmode")) return child.content.childNodes;
  }
  return null;
}

function rename(element: Element, { suffix }: Place): void {
  for (const attribute of element.attrs) {
    if (REFERENCES.has(attribute.name)) attribute.value += suffix;
  }
}

function attributeOf(element: Element, name: string): string {
  return element.attrs.find((attribute) => attribute.name === name)?.value ?? "";
}

function set(element: Element, name: string, value: string): void {
  if (!element.attrs.some((attribute) => attribute.name === name)) {
    element.attrs.push({ name, value });
  }
}

function drop(element: Element, name: string): boolean {
  const before = element.attrs.length;
  element.attrs = element.attrs.filter((attribute) => attribute.name !== name);
  return element.attrs.length < before;
}

function addClass(element: Element, name: string): void {
  const known = element.attrs.find((attribute) => attribute.name === "class");
  if (known) known.value += ` ${name}`;
  else element.attrs.push({ name: "class", value: name });
}
