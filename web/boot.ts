/**
 * How Python starts: from the snapshot, which takes a blink, or plainly, from its library. The plain way stands in
 * where the snapshot cannot be had or used. Pyodide asks for its files itself and waits for ever for some
 * that fail; here they are handed to it, and what fails ends the start with its reason.
 */
import type { PyodideInterface } from "pyodide";
import type { Files } from "./files";
import type { Step } from "./messages";
import { Snapshot } from "./snapshot";

type Runtime = typeof import("./runtime");
type Options = NonNullable<Parameters<Runtime["loadPyodide"]>[0]>;

export type Way = "snapshot" | "plain";

export interface Parts {
  readonly files: Files;
  readonly runtime: Promise<Runtime>;
  /** What tells this build from any other. */
  readonly build: string;
  /** The `info` of Pyodide's lock file. */
  readonly info: Record<string, string>;
}

/** A place that no file comes from: what Pyodide asks for is known by its name alone. */
const NOWHERE = "nowhere:/";
const LIBRARY = "/lib/python314.zip";

/** Who is told what is being done, and why it is done plainly. */
type Tell = (step: Step, reason?: string) => void;

/** boot starts Python and returns it, with all that the Bridge needs in reach. */
export async function boot(parts: Parts, way: Way, tell: Tell): Promise<PyodideInterface> {
  const module = compile(parts.files);
  let reason = "asked for";
  if (way === "snapshot") {
    try {
      return await restore(parts, module, tell);
    } catch (error) {
      await module; // without it there is no other way either
      reason = String(error);
    }
  }
  return startPlainly(parts, module, (step) => tell(step, reason));
}

async function compile(files: Files): Promise<WebAssembly.Module> {
  const response = await files.open("wasm");
  return WebAssembly.compileStreaming(response);
}

async function restore(
  { files, runtime, build, info }: Parts,
  module: Promise<WebAssembly.Module>,
  tell: Tell,
): Promise<PyodideInterface> {
  const unpacking = files.open("snapshot").then((response) => response.arrayBuffer());
  const { loadPyodide, createPyodideModule } = await runtime;
  const octets = await unpacking;
  tell("compile");
  await module;
  tell("restore");
  const snapshot = new Snapshot(octets, build);
  const pyodide = await start(module, new Response(), loadPyodide, {
    ...lock(info),
    // Pyodide's own format holds all of the memory: it gets an empty one, and ours is laid in its stead.
    _loadSnapshot: new Uint8Array(),
    createPyodideModule: async (settings) => {
      const created = await createPyodideModule(settings);
      created.API.restoreSnapshot = () => {
        snapshot.lay(created.memory);
        return snapshot.state;
      };
      return created;
    },
  });
  const mount = () => pyodide.FS.writeFile(LIBRARY, files.openAtOnce("library"));
  pyodide.pyimport("smtp_playground.restored").begin(mount);
  return pyodide;
}

async function startPlainly(
  { files, runtime, info }: Parts,
  module: Promise<WebAssembly.Module>,
  tell: Tell,
): Promise<PyodideInterface> {
  const [library, packages, { loadPyodide, createPyodideModule }] = await Promise.all([
    files.open("library").then((response) => response.arrayBuffer()),
    files.open("packages").then((response) => response.arrayBuffer()),
    runtime,
  ]);
  tell("compile");
  await module;
  tell("start");
  const pyodide = await start(module, new Response(library), loadPyodide, {
    ...lock(info),
    createPyodideModule,
  });
  pyodide.unpackArchive(packages, "zip");
  return pyodide;
}

function lock(info: Parts["info"]): Pick<Options, "lockFileContents" | "packageBaseUrl"> {
  return { lockFileContents: JSON.stringify({ info, packages: {} }), packageBaseUrl: NOWHERE };
}

/** start runs loadPyodide, and hands it its WebAssembly and its library. */
async function start(
  module: Promise<WebAssembly.Module>,
  library: Response,
  loadPyodide: Runtime["loadPyodide"],
  options: Options,
): Promise<PyodideInterface> {
  const { fetch } = self;
  const { instantiateStreaming } = WebAssembly;
  const broken = new Promise<never>((_, reject) => {
    self.fetch = async (address) => (String(address).endsWith(".zip") ? library : new Response());
    WebAssembly.instantiateStreaming = async (_, imports) => {
      try {
        const compiled = await module;
        return { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) };
      } catch (error) {
        reject(error);
        throw error;
      }
    };
  });
  try {
    return await Promise.race([loadPyodide({ indexURL: NOWHERE, ...options }), broken]);
  } finally {
    self.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}
