/** Python's thread in the single file: its files are the parts that the page hands to the worker. */
import "./not-classic";
import { serve } from "../python";
import * as runtime from "../runtime";
import { PartFiles } from "./files";

declare const BUILD: string;
declare const PYODIDE_INFO: Record<string, string>;

serve({
  files: new PartFiles(globalThis.smtpParts),
  runtime: Promise.resolve(runtime),
  build: BUILD,
  info: PYODIDE_INFO,
});
