/** Data beside the page: a file that is fetched when it is first asked for, or a part of the single file. */
import type {} from "./single/start";

let folder: URL | null = null;

/** dataIsIn tells where files are, where that is not beside the page. */
export function dataIsIn(base: URL): void {
  folder = base;
}

/** partNamed returns a part, packed as it is; `address` is where it lies outside the single file. */
export async function partNamed(name: string, address: string | undefined): Promise<Response> {
  const part = globalThis.smtpPartNamed?.(name);
  if (part) return new Response(part);
  const response = await fetch(folder ? new URL(address ?? "", folder) : (address ?? ""));
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trimEnd());
  return response;
}
