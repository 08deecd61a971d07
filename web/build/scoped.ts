/** The elements' own style sheets for a page in which they stand flat: each keeps to what was its shadow root. */

/** scopedStyles returns the sheets of elements, each within reach of those alone that have adopted it. */
export function scopedStyles(sheets: ReadonlyMap<string, readonly string[]>): string {
  const hosts = new Map<string, string[]>();
  for (const [tag, texts] of sheets) {
    for (const text of texts) hosts.set(text, [...(hosts.get(text) ?? []), selectorOf(tag)]);
  }
  return [...hosts].map(([text, selectors]) => scoped(text, selectors)).join("\n");
}

/** A sheet styles the elements inside, but not what is inside of them. */
const INNER = `:scope :is([class^="smtp-"], smtp-recording) > *`;

function scoped(text: string, selectors: readonly string[]): string {
  const rules = text
    .replace(/:host\(([^()]*)\)/g, ":scope:is($1)")
    .replace(/:host\b/g, ":scope")
    .replace(/(?<!-)\bsmtp-[a-z-]+/g, selectorOf); // a tag, not a property such as --smtp-ink
  return `@scope (${selectors.join(", ")}) to (${INNER}) {\n${rules}\n}`;
}

/** The recording is an element in the page itself; all others are flat. */
function selectorOf(tag: string): string {
  return tag === "smtp-recording" ? tag : `.${tag}`;
}
