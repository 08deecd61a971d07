/**
 * The thread in which a reader's program runs. It holds a copy of the page's server, which the program may speak to;
 * to anything else the ways are shut: by the policy of the frame it was made in, and here once more.
 */
import { boot, type Parts } from "../boot";
import type { FileName, Files } from "../files";
import { reasonOf } from "../reason";
import type { Handed, News, Order } from "./messages";

/** Octets that Python's memory may grow to; what needs more gets a MemoryError. */
const MEMORY_AT_MOST = 512 * 1024 * 1024;

/** Ways out of a worker, by the names they have there. */
const DOORS = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "EventSource",
  "Worker",
  "SharedWorker",
  "BroadcastChannel",
  "indexedDB",
  "caches",
  "navigator",
  "importScripts",
  "postMessage",
] as const;

interface Cell {
  run(code: string, server: string, tell: (kind: string, text: string) => void): void;
}

/** serveClient starts Python with the files that the page hands over, and runs one program. */
export function serveClient(parts: Omit<Parts, "files">): void {
  const postMessage = self.postMessage.bind(self); // before that door is shut too
  const tell = (news: News) => postMessage(news);
  const handed = new HandedFiles();
  const cell = open({ ...parts, files: handed });
  cell.then(() => tell({ ready: true })).catch((error) => tell({ failed: reasonOf(error) }));
  self.addEventListener("message", ({ data }: MessageEvent<Handed | Order>) => {
    if ("file" in data) handed.take(data);
    else void run(cell, data, tell);
  });
}

async function open(parts: Parts): Promise<Cell> {
  const { pyodide } = await boot(parts, "snapshot", () => {});
  const cell = pyodide.pyimport("smtp_playground.client.cell");
  holdMemory();
  shutDoors();
  return cell;
}

async function run(opened: Promise<Cell>, { code, server }: Order, tell: (news: News) => void) {
  try {
    (await opened).run(code, server, (kind, text) => tell({ kind, text } as News));
    tell({ done: true });
  } catch (error) {
    tell({ failed: reasonOf(error) }); // the interpreter itself: a program's own errors are news
  }
}

function holdMemory(): void {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
    if (this.buffer.byteLength + pages * 65_536 > MEMORY_AT_MOST) throw new RangeError("no more");
    return grow.call(this, pages);
  };
}

function shutDoors(): void {
  for (const name of DOORS) {
    for (let at: object | null = self; at; at = Object.getPrototypeOf(at))
      if (Object.hasOwn(at, name)) Reflect.deleteProperty(at, name);
    Object.defineProperty(self, name, { value: undefined });
  }
}

/** Python's files, as the page hands them over. */
class HandedFiles implements Files {
  readonly #octets = new Map<FileName, ArrayBuffer>();
  readonly #awaited = new Map<FileName, (octets: ArrayBuffer) => void>();

  take({ file, octets }: Handed): void {
    this.#octets.set(file, octets);
    this.#awaited.get(file)?.(octets);
  }

  async open(name: FileName): Promise<Response> {
    const octets = this.#octets.get(name) ?? (await this.#come(name));
    return new Response(octets, { headers: { "content-type": "application/wasm" } });
  }

  #come(name: FileName): Promise<ArrayBuffer> {
    return new Promise((resolve) => this.#awaited.set(name, resolve));
  }

  openAtOnce(name: FileName): Uint8Array {
    const octets = this.#octets.get(name);
    if (!octets) throw new Error(`${name}: not handed over`);
    return new Uint8Array(octets);
  }
}
