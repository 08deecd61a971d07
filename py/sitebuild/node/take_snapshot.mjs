/**
 * Writes Pyodide's memory as it is fresh, and as it is when the page may begin:
 * node take_snapshot.mjs PYODIDE LIBRARY ARCHIVE SCRIPT HASH_SEED RESULTS
 */
import crypto from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, library, archive, script, hashSeed, results] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${folder}/${name}`).href);
const [{ loadPyodide }, { default: createModule }] = await Promise.all([
  load("pyodide.mjs"),
  load("pyodide.asm.mjs"),
]);
const { info } = JSON.parse(readFileSync(`${folder}/pyodide-lock.json`, "utf8"));

stopClocksAndDice();
let fresh;
let heapStart;
const pyodide = await loadPyodide({
  _makeSnapshot: true,
  // Each str in the memory carries its hash, so this seed cannot be renewed when the page begins.
  env: { HOME: "/home/pyodide", LANG: "C.UTF-8", PYTHONHASHSEED: hashSeed },
  // Not where this script lies: a build tells nothing of the machine that made it.
  _sysExecutable: "/usr/bin/python",
  stdLibURL: library,
  lockFileContents: { info, packages: {} },
  createPyodideModule: (settings) => {
    settings.preRun.unshift((module) => {
      heapStart = module._sbrk(0);
    });
    settings.onRuntimeInitialized = () => {
      fresh = settings.HEAPU8.slice();
    };
    return createModule(settings);
  },
});

pyodide.unpackArchive(new Uint8Array(readFileSync(archive)), "zip");
pyodide.runPython(readFileSync(script, "utf8"));
pyodide.runPython("prepare()");
pyodide.runPython("del prepare");

const { _module: module, _api: api } = pyodide;
if (module.HEAPU8.length !== fresh.length) {
  throw new Error(
    `error: Python outgrew its first ${fresh.length} octets: nothing that grew can be restored`,
  );
}
const state = api.serializeHiwireState();
scrubStack(module);
scrubHeap(module, heapStart);
writeFileSync(`${results}/fresh`, fresh);
writeFileSync(`${results}/ready`, module.HEAPU8);
writeFileSync(`${results}/state.json`, JSON.stringify(state));

/** stopClocksAndDice makes the same snapshot of the same sources. The page seeds anew what is random. */
function stopClocksAndDice() {
  const beginning = Date.UTC(1980, 0, 1);
  globalThis.Date = class extends Date {
    constructor(...given) {
      super(...(given.length ? given : [beginning]));
    }

    static now() {
      return beginning;
    }
  };
  globalThis.performance.now = () => 0;
  crypto.randomFillSync = (octets) => octets.fill(1);
  globalThis.crypto.getRandomValues = crypto.randomFillSync;
}

/** scrubStack wipes what calls that have returned left below the stack's end. */
function scrubStack({ HEAPU8, _emscripten_stack_get_end: end, _emscripten_stack_get_current: current }) {
  HEAPU8.fill(0, end(), current());
}

/**
 * scrubHeap wipes what was freed: half of what is written while modules are imported. It walks
 * the chunks of Emscripten's allocator (dlmalloc): a word with the size of the chunk before, a word with
 * its own size and two flags, then what its owner wrote. A free chunk begins with links, which stay.
 */
function scrubHeap({ HEAPU8, HEAPU32, _sbrk }, start) {
  const FOOT = 40;
  const IN_USE = 2;
  const end = _sbrk(0) - FOOT;
  for (let chunk = start; chunk < end; ) {
    const head = HEAPU32[(chunk + 4) >>> 2];
    const size = head & ~7;
    if (size < 16) throw new Error(`error: no chunk at ${chunk}: the allocator is another`);
    const links = size < 256 ? 16 : 32;
    if (!(head & IN_USE)) HEAPU8.fill(0, chunk + links, chunk + size);
    chunk += size;
  }
}
