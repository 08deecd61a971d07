/**
 * A class pack inside the single file: the file stays as it is, octet by octet, with one block of data more. The
 * browser runs no such block, so the file's own policy has nothing against it.
 */

/** Octets of a file that are read: the single file has a third of them. */
export const LARGEST_PAGE = 40_000_000;

const OPENS = '<script type="application/json" id="smtp-pack">';
const CLOSES = "</script>\n";
/** Where the block goes: once in the page, before what it shows. */
const PLACE = "</head>\n<body>";
/** What no other page has. */
const SIGN = 'data-part="python"';

/** withPack returns the single file with a pack in it, in place of one that was; null: it is no single file. */
export function withPack(page: ArrayBuffer, pack: string): Blob | null {
  const octets = new Uint8Array(page);
  const text = new TextDecoder("windows-1252").decode(octets); // an octet each, so places are the same
  const place = text.indexOf(PLACE);
  if (place < 0 || text.indexOf(SIGN, place) < 0) return null;
  const before = text.lastIndexOf(OPENS, place);
  const ends = before < 0 ? -1 : text.indexOf(CLOSES, before) + CLOSES.length;
  const isThere = before >= 0 && ends === place;
  const head = octets.subarray(0, isThere ? before : place);
  const block = `${OPENS}${pack.trimEnd()}${CLOSES}`;
  return new Blob([head, block, octets.subarray(place)], { type: "text/html" });
}

/** packIn returns the text of a page's pack; empty: it has none. */
export function packIn(page: Document): string {
  return page.querySelector('script[type="application/json"]#smtp-pack')?.textContent ?? "";
}
