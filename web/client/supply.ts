/** Where a program's thread gets its script and Python's files: from the site's folder, or out of the single file. */
import { type Addresses, Downloads } from "../downloads";
import { type FileName, unpacked } from "../files";
import { isKept } from "../start";
import type { Handed } from "./messages";

declare const ADDRESSES: Addresses;
declare const CLIENT_PYTHON: string;

export interface Supply {
  script(): Promise<Blob>;
  files(): Promise<readonly Handed[]>;
}

const NAMES: readonly FileName[] = ["wasm", "snapshot", "library", "packages"];
/** In the single file: those of them that are packed. */
const PACKED: ReadonlySet<string> = new Set(["wasm", "snapshot", "python"]);
const SCRIPT = "text/javascript";

/** supply returns what there is in this page. */
export function supply(): Supply {
  return CLIENT_PYTHON ? siteSupply() : singleSupply();
}

function siteSupply(): Supply {
  const base = import.meta.url;
  const source = { kept: isKept(), again: false };
  return {
    script: async () => {
      const response = await fetch(new URL(CLIENT_PYTHON, base));
      if (!response.ok) throw new Error(`${CLIENT_PYTHON}: ${response.status}`);
      return new Blob([await response.arrayBuffer()], { type: SCRIPT });
    },
    files: () => {
      const files = new Downloads(ADDRESSES, base, { arrived: () => {} }, source);
      return all(async (name) => (await files.open(name)).arrayBuffer());
    },
  };
}

function singleSupply(): Supply {
  return {
    script: async () => new Blob([await part("python")], { type: SCRIPT }),
    files: () => all(part),
  };
}

async function all(get: (name: FileName) => Promise<ArrayBuffer>): Promise<readonly Handed[]> {
  return Promise.all(NAMES.map(async (file) => ({ file, octets: await get(file) })));
}

/** Parts stay in the page; what is handed over is a copy. */
async function part(name: string): Promise<ArrayBuffer> {
  const octets = globalThis.smtpPartNamed?.(name);
  if (!octets) throw new Error(`${name}: not in this file`);
  const { body } = new Response(octets.slice(0));
  return new Response(PACKED.has(name) && body ? unpacked(body) : body).arrayBuffer();
}
