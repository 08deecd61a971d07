/**
 * How Python starts: from the snapshot, which takes a blink, or plainly, from its library. The plain way stands in
 * where the snapshot cannot be had or used. Pyodide asks for its files itself and waits for ever for some
 * that fail; here they are handed to it, and what fails ends the start with its reason.
 */
import type { PyodideInterface } from "pyodide";
import type { Files } from "./files";
import type { Step, Way } from "./messages";
import { reasonOf } from "./reason";
import { Snapshot } from "./snapshot";

type Runtime = typeof import("./runtime");
type Options = NonNullable<Parameters<Runtime["loadPyodide"]>[0]>;

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
const PACKAGES = "/lib/smtp-playground.zip";

/** Python, and the way it started in the end. */
export interface Booted {
  readonly pyodide: PyodideInterface;
  readonly way: Way;
  /** Why the snapshot was of no use. */
  readonly reason: string;
}

type Tell = (step: Step) => void;

/** boot starts Python, with all that the Bridge needs in reach. */
export async function boot(parts: Parts, way: Way, tell: Tell): Promise<Booted> {
  const module = compile(parts.files);
  let reason = "";
  if (way === "snapshot") {
    try {
      return { pyodide: await restore(parts, module, tell), way, reason };
    } catch (error) {
      await module; // without it there is no other way either
      reason = reasonOf(error);
    }
  }
  return { pyodide: await startPlainly(parts, module, tell), way: "plain", reason };
}

async function compile(files: Files): Promise<WebAssembly.Module> {
  const response = await files.open("wasm");
  try {
    return await WebAssembly.compileStreaming(response);
  } catch (error) {
    throw new Error(`Python's WebAssembly: ${reasonOf(error)}`);
  }
}

async function restore(
  { files, runtime, build, info }: Parts,
  module: Promise<WebAssembly.Module>,
  tell: Tell,
): Promise<PyodideInterface> {
  const unpacking = readSnapshot(files, build);
  void tellProgress(unpacking, module, tell);
  const { loadPyodide, createPyodideModule } = await runtime;
  const pyodide = await start(module, new Response(), loadPyodide, {
    ...lock(info),
    // Pyodide's own format holds all of the memory: it gets an empty one, and ours is laid in its stead.
    _loadSnapshot: new Uint8Array(),
    createPyodideModule: async (settings) => {
      const created = await createPyodideModule(settings);
      const snapshot = await unpacking;
      created.API.restoreSnapshot = () => {
        snapshot.lay(created);
        return snapshot.state;
      };
      return created;
    },
  });
  const mount = () => pyodide.FS.writeFile(LIBRARY, files.openAtOnce("library"));
  const mountOwn = () => {
    pyodide.FS.writeFile(PACKAGES, files.openAtOnce("packages"));
    return PACKAGES;
  };
  pyodide.pyimport("smtp_playground.restored").begin(mount, mountOwn);
  return pyodide;
}

async function readSnapshot(files: Files, build: string): Promise<Snapshot> {
  const response = await files.open("snapshot");
  return Snapshot.read(response, build);
}

/** tellProgress tells what is awaited; what fails is told by who awaits it too. */
async function tellProgress(
  unpacking: Promise<unknown>,
  module: Promise<unknown>,
  tell: Tell,
): Promise<void> {
  try {
    await unpacking;
    tell("compile");
    await module;
    tell("restore");
  } catch {}
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
