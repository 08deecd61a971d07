/** Pyodide refuses a classic worker, which it knows by this function. Nothing here needs it. */
(self as { importScripts?: unknown }).importScripts = undefined;
