/** Python's thread on a site: its files come from the folder that this script came from. */
import { type Addresses, Downloads } from "./downloads";
import { arrived, serve } from "./python";

declare const ADDRESSES: Addresses & { readonly runtime: string };
declare const BUILD: string;
declare const PYODIDE_INFO: Record<string, string>;

const here = import.meta.url;
const told = new Set(self.name.split(" "));
const source = { kept: told.has("kept"), again: told.has("again") };
const files = new Downloads(ADDRESSES, here, { arrived }, source);
serve({
  files,
  runtime: files.script(ADDRESSES.runtime),
  build: BUILD,
  info: PYODIDE_INFO,
});
