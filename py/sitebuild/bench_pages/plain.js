// What every page with Pyodide waits for at least: plain `loadPyodide()`, and nothing else.
const folder = new URLSearchParams(location.search).get("pyodide");
const { loadPyodide } = await import(new URL("pyodide.mjs", new URL(folder, location)));
const pyodide = await loadPyodide();
performance.mark("bench:ready", { detail: { heap: pyodide._module.HEAP8.length } });
