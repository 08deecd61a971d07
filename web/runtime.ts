/** Pyodide, both of its modules in one file: nothing of ours, so it changes only with Pyodide. */
export { loadPyodide } from "pyodide";
export { default as createPyodideModule } from "pyodide/pyodide.asm.mjs";
