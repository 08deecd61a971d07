/**
 * The first script of the single file. Its parts stand in the page, and after each stands a call of `smtpPart`:
 * so Python starts while the rest of the file is still being read.
 */
import { startEarly } from "../start";
import type { PartName } from "./files";
import { octetsOf } from "./octets";

declare const WORKER_SOURCE: string;
declare const PART_NAMES: readonly PartName[];
declare global {
  var smtpPart: () => void;
}

const parts = new Map<PartName, ArrayBuffer>();
const address = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
let current: Worker;

const { told } = startEarly((way) => {
  current = new Worker(address, { name: way });
  for (const [part, octets] of parts) current.postMessage({ part, octets });
  return current;
});

globalThis.smtpPart = () => {
  const element = document.currentScript?.previousElementSibling as HTMLScriptElement;
  const part = element.dataset["part"] as PartName;
  const octets = octetsOf(element.text);
  element.remove();
  parts.set(part, octets);
  current.postMessage({ part, octets });
};

// Before the page's own script, which runs at the end of the file as well.
document.addEventListener(
  "readystatechange",
  () => {
    const missing = PART_NAMES.filter((part) => !parts.has(part));
    if (missing.length)
      told.push({ failed: `this file is cut short: ${missing.join(", ")} missing` });
  },
  { once: true },
);
