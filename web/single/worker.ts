/**
 * The worker of the single file, and only its beginning: it takes the parts as they come, and runs the script
 * that is one of them. It is a classic worker, for module workers do not start from `file://` everywhere.
 */
import { unpacked } from "../files";
import type { Answer } from "../messages";
import type { Part, PartName, Parts } from "./files";

declare global {
  var smtpParts: Parts;
}

type Give = (octets: ArrayBuffer) => void;
const give: Partial<Record<PartName, Give>> = {};

function part(name: PartName): Promise<ArrayBuffer> {
  return new Promise((resolve) => {
    give[name] = resolve;
  });
}

globalThis.smtpParts = {
  python: part("python"),
  wasm: part("wasm"),
  snapshot: part("snapshot"),
  library: part("library"),
  packages: part("packages"),
};
self.addEventListener("message", ({ data }: MessageEvent<Partial<Part>>) => {
  if (data.part && data.octets) give[data.part]?.(data.octets);
});
run().catch((error) => self.postMessage({ failed: `python: ${error}` } satisfies Answer));

/** WebKit lets such a worker load no script from a blob, and Chromium no module from one; from `data:` both do. */
async function run(): Promise<void> {
  const { body } = new Response(await smtpParts.python);
  const source = await new Response(body && unpacked(body)).text(); // ASCII, so it may go through btoa
  await import(`data:text/javascript;base64,${btoa(source)}`);
}
