/** Python's thread on a site: its files come from the folder that this script came from. */
import { type Addresses, Downloads } from "./downloads";
import { arrived, serve } from "./python";

declare const ADDRESSES: Addresses & { readonly runtime: string };
declare const BUILD: string;
declare const PYODIDE_INFO: Record<string, string>;

const here = import.meta.url;
serve({
  files: new Downloads(ADDRESSES, here, { arrived }, self.name.endsWith("kept")),
  runtime: import(new URL(ADDRESSES.runtime, here).href),
  build: BUILD,
  info: PYODIDE_INFO,
});
