/**
 * Python's thread: it fetches Pyodide and the archive from its own folder, and serves calls to the Bridge.
 * Nothing is thrown at the page: what goes wrong is told in a message.
 */
import type { PyodideInterface } from "pyodide";
import { Downloads } from "./downloads";
import type { Answer, Call, Step } from "./messages";

declare const ARCHIVE_NAME: string;
declare const PYODIDE_FOLDER: string;

type Bridge = Record<string, (...parameters: unknown[]) => string>;

const booted = boot();
booted.catch((error) => fail(error));
self.addEventListener("message", ({ data }: MessageEvent<Call>) => void serve(data));

async function boot(): Promise<Bridge> {
  step("download");
  self.fetch = new Downloads({ arrived, complete: () => step("start") }, fail).fetch;
  const archive = fetch(new URL(ARCHIVE_NAME, import.meta.url)).then((found) =>
    found.arrayBuffer(),
  );
  const pyodide = await startPython();
  step("library");
  pyodide.unpackArchive(await archive, "zip");
  const bridge: Bridge = pyodide.pyimport("smtp_playground.bridge").Bridge();
  step("ready");
  return bridge;
}

async function startPython(): Promise<PyodideInterface> {
  refuseSilence();
  const folder = new URL(PYODIDE_FOLDER, import.meta.url);
  const { loadPyodide }: typeof import("pyodide") = await import(
    new URL("pyodide.mjs", folder).href
  );
  return loadPyodide({ indexURL: folder.href });
}

/** Pyodide waits for ever after its WebAssembly was refused. */
function refuseSilence(): void {
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    try {
      return await instantiate(source, imports);
    } catch (error) {
      fail(error);
      throw error;
    }
  };
}

async function serve({ id, method, arguments: parameters }: Call): Promise<void> {
  const bridge = await booted;
  try {
    const answer = bridge[method]?.(...parameters);
    tell(answer === undefined ? { id, error: `No such call: ${method}` } : { id, result: answer });
  } catch (error) {
    if (isPythonError(error)) tell({ id, error: lastLine(error) });
    else fail(error); // the interpreter itself has broken down: nothing it says can be relied on
  }
}

function isPythonError(error: unknown): error is Error {
  return error instanceof Error && error.name === "PythonError";
}

/** lastLine drops the traceback and the exception's name: `a.b.BridgeError: no such persona`. */
function lastLine(error: Error): string {
  const last = error.message.trimEnd().split("\n").at(-1) ?? "";
  return last.replace(/^[\w.]+: /, "");
}

function fail(error: unknown): void {
  tell({ failed: error instanceof Error ? error.message : String(error) });
}

function arrived(loaded: number, total: number): void {
  tell({ progress: { step: "download", loaded, total } });
}

function step(name: Step): void {
  tell({ progress: { step: name } });
}

function tell(answer: Answer): void {
  self.postMessage(answer);
}
