/**
 * A class pack inside the single file: the file stays as it is, octet by octet, with one block of data more. The
 * browser runs no such block, so the file's own policy has nothing against it.
 */

/** Octets of a file that are read: the single file has a third of them. */
export const LARGEST_PAGE = 40_000_000;

const OPENS = '<script type="application/json" id="smtp-pack">';
const CLOSES = "</script>\n";
/** A pack at the end of what stands before: there is no other tag in it. */
const BLOCK = /<script type="application\/json" id="smtp-pack">[^<]*<\/script>\n$/;
/** Where the block goes: once in the page, before what it shows. */
const PLACE = "</head>\n<body>";
/** What no other page has. */
const SIGN = 'data-part="python"';

/** withPack returns the single file with a pack in it, in place of one that was; null: it is no single file. */
export function withPack(page: ArrayBuffer, pack: string): Blob | null {
  const octets = new Uint8Array(page);
  const text = new TextDecoder("windows-1252").decode(octets); // an octet each, so places are the same
  // The page's own script has these very words in it: only behind it do they mean what they say.
  const place = text.lastIndexOf(PLACE);
  if (place < 0 || text.indexOf(SIGN, place) < 0) return null;
  const before = text.slice(0, place).search(BLOCK);
  const head = octets.subarray(0, before < 0 ? place : before);
  const block = `${OPENS}${pack.trimEnd()}${CLOSES}`;
  return new Blob([head, block, octets.subarray(place)], { type: "text/html" });
}

/** packIn returns the text of a page's pack; empty: it has none. */
export function packIn(page: Document): string {
  return page.querySelector('script[type="application/json"]#smtp-pack')?.textContent ?? "";
}
