/** The files Python is made of, wherever they come from: a site's folder, or the page itself. */

/** `snapshot` is the memory Python begins with; `library` and `packages` are zips of bytecode. */
export type FileName = "wasm" | "snapshot" | "library" | "packages";

export interface Files {
  /** open begins to read a file, or fails with an error that names it. What is packed comes out unpacked. */
  open(name: FileName): Promise<Response>;
  /** openAtOnce returns the file's octets, waiting for nothing: Python's imports cannot wait. */
  openAtOnce(name: FileName): Uint8Array;
}

/** Who is told how much has come. */
export interface Arrivals {
  /** `total` is 0 where it is not known. */
  arrived(loaded: number, total: number): void;
}

/** unpacked undoes gzip; octets that were damaged on the way end it with an error. */
export function unpacked(packed: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const stream = new DecompressionStream("gzip") as unknown as ReadableWritablePair<
    Uint8Array<ArrayBuffer>,
    Uint8Array
  >;
  return packed.pipeThrough(stream);
}
