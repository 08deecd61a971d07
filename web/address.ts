/** What the address asks for behind its `#`: a link shares it, and it never leaves the browser. */

/** A reply that the server is to say, by its name: at once, or step by step as the reader wishes. */
export interface Wanted {
  readonly reply: string;
  readonly bySteps: boolean;
}

/** hashParameters reads what is there; `keepHash` puts it back. */
export function hashParameters(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}

/** keepHash changes the address, and nothing else: no event, no step back for the reader. */
export function keepHash(parameters: URLSearchParams): void {
  history.replaceState(history.state, "", `#${parameters}`);
}

/** wantedReply reads `play` and `pace`. */
export function wantedReply(): Wanted | null {
  const hash = hashParameters();
  const reply = hash.get("play");
  return reply ? { reply, bySteps: hash.get("pace") === "step" } : null;
}

/** dropWanted takes them out of the address. */
export function dropWanted(): void {
  const hash = hashParameters();
  if (!hash.has("play")) return;
  hash.delete("play");
  hash.delete("pace");
  keepHash(hash);
}
