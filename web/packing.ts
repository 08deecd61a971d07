/**
 * A text packed for an address: deflated, and written in base64url. Of what comes from a stranger, no more is
 * unpacked than a link may hold; what is damaged is unpacked as far as it goes. The text itself says whether it is whole.
 */

/** Characters of a packed text that are looked at. */
const PACKED_AT_MOST = 65_536;
/** Octets of a text that are unpacked. */
const TEXT_AT_MOST = 262_144;

/** Octets that become characters at once: each is an argument of a call. */
const AT_ONCE = 4096;

/** pack returns the packed text. */
export async function pack(text: string): Promise<string> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const octets = new Uint8Array(await new Response(packed).arrayBuffer());
  let letters = "";
  for (let at = 0; at < octets.length; at += AT_ONCE)
    letters += String.fromCharCode(...octets.subarray(at, at + AT_ONCE));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** unpack returns the text, or its beginning. */
export async function unpack(packed: string): Promise<string> {
  const letters = /^[\w-]*/.exec(packed.slice(0, PACKED_AT_MOST))?.[0] ?? "";
  const whole = letters.slice(0, letters.length % 4 === 1 ? -1 : undefined); // six bits are no octet
  const octets = atob(whole.replaceAll("-", "+").replaceAll("_", "/"));
  const blob = new Blob([Uint8Array.from(octets, (letter) => letter.charCodeAt(0))]);
  const reader = blob.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  return new TextDecoder().decode(await beginning(reader));
}

async function beginning(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array> {
  const found = new Uint8Array(TEXT_AT_MOST);
  let size = 0;
  try {
    for (let { value } = await reader.read(); value; { value } = await reader.read()) {
      const fits = value.subarray(0, TEXT_AT_MOST - size);
      found.set(fits, size);
      size += fits.length;
      if (size === TEXT_AT_MOST) break;
    }
    await reader.cancel();
  } catch {
    // It is damaged from here on.
  }
  return found.subarray(0, size);
}
