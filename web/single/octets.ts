/**
 * Octets that stand in the page as they are. The page is in windows-1252, in which every octet is one character.
 * Those that HTML changes or ends by are written as "=" and the octet plus 64 (`py/sitebuild/single_file.py`).
 */

const ESCAPE = 0x3d;
const ADDED = 64;

/** octetsOf undoes that. */
export function octetsOf(text: string): ArrayBuffer {
  const octet = octetByCharacter();
  const octets = new Uint8Array(text.length);
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    octets[length++] = code === ESCAPE ? text.charCodeAt(++index) - ADDED : (octet[code] as number);
  }
  return octets.buffer.slice(0, length);
}

function octetByCharacter(): Uint8Array {
  const table = new Uint8Array(0x10000);
  const every = Uint8Array.from({ length: 256 }, (_, octet) => octet);
  const characters = new TextDecoder("windows-1252").decode(every);
  every.forEach((octet) => {
    table[characters.charCodeAt(octet)] = octet;
  });
  return table;
}
