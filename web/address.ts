/** What the address asks for behind its `#`: a link shares it, and it never leaves the browser. */

/** A reply that the server is to say, by its name: at once, or step by step as the reader wishes. */
export interface Wanted {
  readonly reply: string;
  readonly bySteps: boolean;
}

/** What becomes of parameters; null: they are dropped. */
type Changes = Readonly<Record<string, string | null>>;

/** hashParameters reads what is there. */
export function hashParameters(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}

/** hashWith returns the address's end after some changes. */
export function hashWith(changes: Changes): string {
  const hash = hashParameters();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) hash.delete(name);
    else hash.set(name, value);
  }
  return `#${String(hash).replaceAll("%2F", "/")}`; // a slash needs no escape here, and people read it
}

/** keepHash changes the address, and nothing else: no event, no step back for the reader. */
export function keepHash(changes: Changes): void {
  history.replaceState(history.state, "", hashWith(changes));
}

/** wantedReply reads `play` and `pace`. */
export function wantedReply(): Wanted | null {
  const hash = hashParameters();
  const reply = hash.get("play");
  return reply ? { reply, bySteps: hash.get("pace") === "step" } : null;
}

/** dropWanted takes them out of the address. */
export function dropWanted(): void {
  if (hashParameters().has("play")) keepHash({ play: null, pace: null });
}
