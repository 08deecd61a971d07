/** The thread of a reader's program on a site. It is one script, Pyodide and all: it may import nothing. */
import "../single/not-classic";
import * as runtime from "../runtime";
import { serveClient } from "./thread";

declare const BUILD: string;
declare const PYODIDE_INFO: Record<string, string>;

serveClient({ runtime: Promise.resolve(runtime), build: BUILD, info: PYODIDE_INFO });
