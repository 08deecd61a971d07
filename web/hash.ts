/** What stands behind the # of the address: the state of the page that can be shared. */

/** hashParameters returns it, parameter by parameter. */
export function hashParameters(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}

/** hashWith returns the address's end with these parameters beside those that stay. */
export function hashWith(changes: Readonly<Record<string, string | null>>): string {
  const hash = hashParameters();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) hash.delete(name);
    else hash.set(name, value);
  }
  // A slash needs no escape here, and an address is read by people.
  return `#${String(hash).replaceAll("%2F", "/")}`;
}
