/** Python's thread in the single file: its files are the parts that the page hands to the worker. */
import "./not-classic";
import { serveClient } from "../client/thread";
import { serve } from "../python";
import * as runtime from "../runtime";
import { PartFiles } from "./files";

declare const BUILD: string;
declare const PYODIDE_INFO: Record<string, string>;

const python = { runtime: Promise.resolve(runtime), build: BUILD, info: PYODIDE_INFO };
// A reader's program runs in another thread of the same script.
if (self.name === "client") serveClient(python);
else serve({ files: new PartFiles(globalThis.smtpParts), ...python });
