/**
 * Python's memory as the build left it: a WebAssembly module of data alone (`py/sitebuild/wasm_data.py`),
 * which the browser lays over the memory of a fresh instance. A checksum at its end covers all of it.
 */
import type { PyodideConfig } from "pyodide";

type PyodideModule = Awaited<ReturnType<NonNullable<PyodideConfig["createPyodideModule"]>>>;
/** What Pyodide keeps of its own beside the memory. */
type State = ReturnType<PyodideModule["API"]["restoreSnapshot"]>;

interface Notes {
  readonly build: string;
  readonly state: State;
}

const SECTION = "smtp-playground";
const FNV_PRIME = 0x01000193;
const FNV_BASIS = 0x811c9dc5;

export class Snapshot {
  readonly state: State;
  readonly #data: WebAssembly.Module;

  /** Fails unless the octets are whole and of this build. */
  constructor(octets: ArrayBuffer, build: string) {
    if (!isWhole(octets)) throw new Error("snapshot: damaged on the way");
    this.#data = new WebAssembly.Module(octets);
    const notes = readNotes(this.#data);
    if (notes.build !== build) throw new Error(`snapshot: made for ${notes.build}, not ${build}`);
    this.state = notes.state;
  }

  /** lay puts the snapshot over a fresh memory. */
  lay(memory: WebAssembly.Memory): void {
    new WebAssembly.Instance(this.#data, { env: { memory } });
  }
}

/** isWhole compares the sum of all words but the last (FNV-1a) with the last. */
function isWhole(octets: ArrayBuffer): boolean {
  if (octets.byteLength % 4 || !octets.byteLength) return false;
  const words = new Uint32Array(octets);
  const last = words.length - 1;
  let sum = FNV_BASIS;
  for (let index = 0; index < last; index++) {
    sum = Math.imul(sum ^ (words[index] as number), FNV_PRIME);
  }
  return sum >>> 0 === words[last];
}

function readNotes(module: WebAssembly.Module): Notes {
  const [section] = WebAssembly.Module.customSections(module, SECTION);
  if (!section) throw new Error("snapshot: it says nothing of its build");
  return JSON.parse(new TextDecoder().decode(section));
}
