/**
 * Python's thread: it starts Python and serves calls to the Bridge. Nothing is thrown at the page:
 * what goes wrong is told in a message.
 */
import { boot, type Parts } from "./boot";
import type { Answer, Call, Step, Way } from "./messages";
import { reasonOf } from "./reason";

type Bridge = Record<string, (...parameters: unknown[]) => string>;

/** serve starts Python, the way the worker's name begins with, and answers calls from then on. */
export function serve(parts: Parts): void {
  const way: Way = self.name.startsWith("plain") ? "plain" : "snapshot";
  const bridge = open(parts, way);
  bridge.catch(fail);
  self.addEventListener("message", ({ data }: MessageEvent<Partial<Call>>) => {
    if (isCall(data)) void answer(bridge, data);
  });
}

/** arrived tells the page how much of the files is there. */
export function arrived(loaded: number, total: number): void {
  tell({ progress: { step: "download", loaded, total } });
}

async function open(parts: Parts, way: Way): Promise<Bridge> {
  step("download");
  const { pyodide, ...how } = await boot(parts, way, step);
  step("greet");
  const bridge: Bridge = pyodide.pyimport("smtp_playground.bridge").the_bridge();
  tell({ progress: { step: "ready", heap: memoryOf(pyodide), ...how } });
  return bridge;
}

async function answer(
  booted: Promise<Bridge>,
  { id, method, arguments: parameters }: Call,
): Promise<void> {
  try {
    const bridge = await booted;
    const result = bridge[method]?.(...parameters);
    tell(result === undefined ? { id, error: `No such call: ${method}` } : { id, result });
  } catch (error) {
    if (isPythonError(error)) tell({ id, error: lastLine(error) });
    else fail(error); // the interpreter itself has broken down: nothing it says can be relied on
  }
}

/** In the single file the page hands over parts as well. */
function isCall(data: Partial<Call>): data is Call {
  return data.method !== undefined;
}

function memoryOf(pyodide: object): number {
  return (pyodide as { _module: { HEAP8: Int8Array } })._module.HEAP8.length;
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
  tell({ failed: reasonOf(error) });
}

function step(name: Step): void {
  tell({ progress: { step: name } });
}

function tell(answer: Answer): void {
  self.postMessage(answer);
}
