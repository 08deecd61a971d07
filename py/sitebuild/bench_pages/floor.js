// What nothing that runs Pyodide can do without: its WebAssembly compiled, its script imported.
const folder = new URL(new URLSearchParams(location.search).get("pyodide"), location);
await Promise.all([
  WebAssembly.compileStreaming(fetch(new URL("pyodide.asm.wasm", folder))),
  import(new URL("pyodide.asm.mjs", folder)),
]);
performance.mark("bench:ready");
