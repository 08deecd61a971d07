/** Python's files from the page's own parts. They are packed with gzip, but for the zips. */
import { type FileName, type Files, unpacked } from "../files";

/** What the single file carries beside the page itself; `python` is the script that runs Python. */
export type PartName = FileName | "python";
export type Parts = Readonly<Record<PartName, Promise<ArrayBuffer>>>;

/** Part is how the page hands one to the worker. */
export interface Part {
  readonly part: PartName;
  readonly octets: ArrayBuffer;
}

const ZIPS: ReadonlySet<FileName> = new Set(["library", "packages"]);
const HEADERS = { "content-type": "application/wasm" };

export class PartFiles implements Files {
  readonly #parts: Parts;
  readonly #zips = new Map<FileName, ArrayBuffer>();

  constructor(parts: Parts) {
    this.#parts = parts;
    for (const name of ZIPS) void parts[name].then((octets) => this.#zips.set(name, octets));
  }

  async open(name: FileName): Promise<Response> {
    const { body } = new Response(await this.#parts[name]);
    return ZIPS.has(name)
      ? new Response(body)
      : new Response(body && unpacked(body), { headers: HEADERS });
  }

  openAtOnce(name: FileName): Uint8Array {
    const octets = this.#zips.get(name);
    if (!octets) throw new Error("the end of the file is not read yet; try again");
    return new Uint8Array(octets);
  }
}
