/** A file for the reader to keep. It never leaves the browser: its address is a place in memory. */
import type { Eml } from "generated/bubbles";

/** Milliseconds that a browser may take to begin with a file. */
const PATIENCE = 60e3;

/** save hands a message to the browser's downloads. */
export function save({ filename, type, base64 }: Eml): void {
  const octets = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  keep(filename, new Blob([octets], { type }));
}

/** keep hands a file to the browser's downloads. */
export function keep(filename: string, file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE);
}
