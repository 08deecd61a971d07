/**
 * The first script of the single file. Its parts stand in the page, and after each stands a call of `smtpPart`:
 * so Python starts while the rest of the file is still being read.
 */
import { startEarly } from "../start";
import type { PartName } from "./files";
import { octetsOf } from "./octets";

declare const WORKER_SOURCE: string;
declare const PART_NAMES: readonly string[];
declare global {
  var smtpPart: () => void;
  var smtpPartNamed: ((name: string) => ArrayBuffer | undefined) | undefined;
}

/** The file says so itself, but a host's word counts more. */
const ENCODING = "windows-1252";
const parts = new Map<string, ArrayBuffer>();
const address = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
let current: Worker;

startEarly((way) => {
  current = new Worker(address, { name: way });
  for (const [part, octets] of parts) current.postMessage({ part, octets });
  if (document.readyState !== "loading") queueMicrotask(tellTrouble);
  return current;
});

globalThis.smtpPart = () => {
  const element = document.currentScript?.previousElementSibling as HTMLScriptElement;
  if (document.characterSet !== ENCODING) return element.remove();
  const part = element.dataset["part"] as PartName;
  const octets = octetsOf(element.text);
  element.remove();
  parts.set(part, octets);
  current.postMessage({ part, octets });
};

/** Not all parts are Python's: the page's own script takes up those that are its own. */
globalThis.smtpPartNamed = (name) => parts.get(name);

// Before the page's own script, which runs at the end of the file as well.
document.addEventListener("readystatechange", tellTrouble, { once: true });

/** tellTrouble tells, as the worker would, why this file cannot do. */
function tellTrouble(): void {
  const failed = trouble();
  if (failed) current.dispatchEvent(new MessageEvent("message", { data: { failed } }));
}

function trouble(): string {
  if (document.characterSet !== ENCODING) {
    return `the host sent this file as ${document.characterSet}: save it and open it from your disk`;
  }
  const missing = PART_NAMES.filter((part) => !parts.has(part));
  return missing.length
    ? `this file is cut short: ${missing.join(", ")} missing; save it again`
    : "";
}
