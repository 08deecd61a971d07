/**
 * Compiles zips of Python sources with the page's own Python: node compile_library.mjs PYODIDE SCRIPT TASKS
 * TASKS is JSON: [{ from, to, root, keepsLines }]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, script, tasks] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const pyodide = await loadPyodide();
pyodide.runPython(readFileSync(script, "utf8"));
const compiled = pyodide.globals.get("compiled");
for (const { from, to, root, keepsLines } of JSON.parse(tasks)) {
  const archive = pyodide.toPy(new Uint8Array(readFileSync(from))).tobytes();
  const result = compiled.callKwargs(archive, root, { keeps_lines: keepsLines });
  writeFileSync(to, result.toJs());
}
