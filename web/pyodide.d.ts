/** What Pyodide has and its own declarations leave out. */
declare module "pyodide/pyodide.asm.mjs" {
  import type { PyodideConfig } from "pyodide";

  type Create = NonNullable<PyodideConfig["createPyodideModule"]>;
  /** Pyodide's module, as much of it as we touch beyond what is declared. */
  type PyodideModule = Awaited<ReturnType<Create>> & {
    readonly memory: WebAssembly.Memory;
    readonly __PyRuntime: number;
    readonly __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: number;
  };
  export default function createPyodideModule(
    settings: Parameters<Create>[0],
  ): Promise<PyodideModule>;
}
