/** Python's files from the site's folder. It counts what arrives, and takes no web page for a file. */
import { type Arrivals, type FileName, type Files, unpacked } from "./files";
import { reasonOf } from "./reason";

/** Each file's address. The snapshot is there twice: packed by us, and bare for hosts that pack it better. */
export type Addresses = Readonly<Record<FileName | "packedSnapshot", string>>;

/** Milliseconds between two reports: often enough for the eye, and no flood. */
const PAUSE = 100;
/** Milliseconds that an import may wait for the library. */
const PATIENCE = 20_000;
const WASM = "application/wasm";

/** Where the files come from. */
export interface Source {
  /** A service worker, which has the snapshot packed alone. */
  readonly kept: boolean;
  /** The host once more: what the browser has of a start that failed may be damaged. */
  readonly again: boolean;
}

export class Downloads implements Files {
  readonly #addresses: Addresses;
  readonly #base: string;
  readonly #report: Arrivals;
  readonly #again: boolean;
  /** The browser's own: while Python starts, another stands in its place. */
  readonly #fetch = self.fetch.bind(self);
  readonly #hostPacks: Promise<boolean>;
  #tellHostPacks: (packs: boolean) => void = () => {};
  #loaded = 0;
  #total = 0;
  #reported = 0;

  constructor(addresses: Addresses, base: string, report: Arrivals, { kept, again }: Source) {
    this.#addresses = addresses;
    this.#base = base;
    this.#report = report;
    this.#again = again;
    this.#hostPacks = new Promise((tell) => {
      this.#tellHostPacks = tell;
    });
    if (kept) this.#tellHostPacks(false);
  }

  async open(name: FileName): Promise<Response> {
    return name === "snapshot" ? this.#openSnapshot() : this.#get(name);
  }

  /** script imports a script, which always comes from the browser's cache: first the cache is renewed. */
  async script<Module>(address: string): Promise<Module> {
    const { href } = new URL(address, this.#base);
    if (this.#again) await this.#renew(href);
    return import(href);
  }

  /** What goes wrong here goes wrong with the import, and is told there. */
  async #renew(address: string): Promise<void> {
    try {
      await (await this.#ask(address)).arrayBuffer();
    } catch {}
  }

  async #openSnapshot(): Promise<Response> {
    const headers = { "content-type": WASM };
    const bare = (await this.#hostPacks) && (await this.#openBare());
    if (bare) {
      const octets = await bare.arrayBuffer();
      if (!isWhole(octets)) throw new Error(`${this.#fileName("snapshot")}: damaged on the way`);
      return new Response(octets, { headers });
    }
    const { body } = await this.#get("packedSnapshot");
    return new Response(body && unpacked(body), { headers });
  }

  openAtOnce(name: FileName): Uint8Array {
    const request = new XMLHttpRequest();
    request.open("GET", this.#address(name), false);
    if (this.#again) request.setRequestHeader("cache-control", "no-cache");
    request.responseType = "arraybuffer";
    request.timeout = PATIENCE; // all the while this thread answers nobody, and the page waits 30 seconds
    request.send();
    const octets = new Uint8Array(request.response ?? []);
    if (request.status !== 200) throw new Error(`${this.#fileName(name)}: ${request.status}`);
    if (!isZip(octets)) throw new Error(`${this.#fileName(name)}: something else came instead`);
    return octets;
  }

  /** Some hosts pack files up to a size, and this one is larger. */
  async #openBare(): Promise<Response | null> {
    const response = await this.#ask(this.#address("snapshot"));
    if (response.ok && response.headers.has("content-encoding")) return response;
    await response.body?.cancel();
    return null;
  }

  async #get(name: keyof Addresses): Promise<Response> {
    const file = this.#fileName(name);
    try {
      const response = await this.#ask(this.#address(name));
      refuseWrong(response);
      // A host that packs our WebAssembly packs the snapshot, which is WebAssembly too.
      if (name === "wasm") this.#tellHostPacks(response.headers.has("content-encoding"));
      return this.#counted(response, file);
    } catch (error) {
      if (name === "wasm") this.#tellHostPacks(false);
      throw named(error, file);
    }
  }

  #ask(address: string): Promise<Response> {
    return this.#fetch(address, { cache: this.#again ? "reload" : "default" });
  }

  #address(name: keyof Addresses): string {
    return new URL(this.#addresses[name], this.#base).href;
  }

  #fileName(name: keyof Addresses): string {
    return this.#addresses[name].split("/").at(-1) ?? name;
  }

  #counted(response: Response, file: string): Response {
    if (!response.body) return response;
    this.#total += lengthOf(response);
    if (response.headers.get("content-type") === WASM) {
      // The browser compiles what comes while this thread is busy, unless it came through a script.
      void this.#countCopy(response.clone());
      return response;
    }
    const headers = new Headers(response.headers);
    // Many hosts do not know the type, without which a browser compiles nothing.
    if (file.endsWith(".wasm")) headers.set("content-type", WASM);
    return new Response(this.#count(response.body.getReader(), file), { headers });
  }

  /** What goes wrong with a copy goes wrong with the response, and is told there. */
  async #countCopy({ body }: Response): Promise<void> {
    const reader = body?.getReader();
    try {
      for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
        this.#arrived(piece.value.length);
      }
    } catch {}
  }

  #count(reader: ReadableStreamDefaultReader<Uint8Array>, file: string) {
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          this.#arrived(value.length);
          controller.enqueue(value);
        } catch (error) {
          controller.error(named(error, file));
        }
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }

  #arrived(octets: number): void {
    this.#loaded += octets;
    if (performance.now() - this.#reported < PAUSE) return;
    this.#reported = performance.now();
    this.#report.arrived(this.#loaded, Number.isNaN(this.#total) ? 0 : this.#total);
  }
}

/** isZip looks at the first two octets: hosts answer with pages of theirs. */
function isZip(octets: Uint8Array): boolean {
  return octets[0] === 0x50 && octets[1] === 0x4b;
}

/** isWhole compares the sum of all words but the last (FNV-1a) with the last. */
function isWhole(octets: ArrayBuffer): boolean {
  if (octets.byteLength % 4 || !octets.byteLength) return false;
  const words = new Uint32Array(octets);
  const last = words.length - 1;
  let sum = 0x811c9dc5;
  for (let index = 0; index < last; index++) {
    sum = Math.imul(sum ^ (words[index] as number), 0x01000193);
  }
  return sum >>> 0 === words[last];
}

/** A packed file's length is not that of what comes out of it. */
function lengthOf({ headers }: Response): number {
  const length = headers.get("content-length");
  return length === null || headers.has("content-encoding") ? Number.NaN : Number(length);
}

/** Some hosts answer with a page of theirs where a file is missing. */
function refuseWrong(response: Response): void {
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trimEnd());
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("text/html")) throw new Error("a web page came instead of the file");
}

function named(error: unknown, file: string): Error {
  const reason = reasonOf(error);
  return new Error(reason.startsWith(file) ? reason : `${file}: ${reason}`);
}
