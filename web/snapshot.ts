/**
 * Python's memory as the build left it: a WebAssembly module of data alone (`py/sitebuild/wasm_data.py`),
 * which the browser lays over the memory of a fresh instance.
 */
import type createPyodideModule from "pyodide/pyodide.asm.mjs";

type PyodideModule = Awaited<ReturnType<typeof createPyodideModule>>;
/** What Pyodide keeps of its own beside the memory. */
type State = ReturnType<PyodideModule["API"]["restoreSnapshot"]>;

interface Notes {
  readonly build: string;
  readonly state: State;
}

const SECTION = "smtp-playground";

export class Snapshot {
  readonly state: State;
  readonly #data: WebAssembly.Module;

  private constructor(data: WebAssembly.Module, state: State) {
    this.#data = data;
    this.state = state;
  }

  /** read fails unless the response holds a snapshot of this build. */
  static async read(response: Response, build: string): Promise<Snapshot> {
    const data = await WebAssembly.compileStreaming(response);
    const notes = readNotes(data);
    if (notes.build !== build) {
      throw new Error(`the snapshot was made for build ${notes.build}, and this is ${build}`);
    }
    return new Snapshot(data, notes.state);
  }

  /**
   * lay puts the snapshot over a fresh memory. One word of it stays: Python calls C through a function that
   * each engine keeps at another place of its table.
   */
  lay(module: PyodideModule): void {
    const { memory, HEAP32 } = module;
    const offset = HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >>> 2] ?? 0;
    const trampoline = (module.__PyRuntime + offset) >>> 2;
    const own = HEAP32[trampoline] ?? 0;
    new WebAssembly.Instance(this.#data, { env: { memory } });
    HEAP32[trampoline] = own;
  }
}

function readNotes(module: WebAssembly.Module): Notes {
  const [section] = WebAssembly.Module.customSections(module, SECTION);
  if (!section) throw new Error("the snapshot says nothing of its build");
  return JSON.parse(new TextDecoder().decode(section));
}
