/** Shows the entry of the reference that the address names, over the conversation: `#entry=commands/...`. */
import type { Entry, Reference } from "generated/entries";
import { hashParameters, hashWith, keepHash } from "./address";
import type { SmtpPlayground } from "./elements/smtp-playground";
import { reasonOf } from "./reason";
import { referenceIn } from "./reference/data";
import { find } from "./reference/find";
import { pairEntry } from "./reference/pair";

const PAIR = /^compare\/([0-9]{3})-vs-([0-9]{3})$/;

/** openDesk shows what the address names now, and whatever it names later. */
export function openDesk(view: SmtpPlayground): void {
  const look = () => void show(view);
  addEventListener("hashchange", look);
  view.addEventListener("smtp-entry", ({ detail }) => {
    location.hash = hashWith({ entry: detail.address, play: null, pace: null });
  });
  view.addEventListener("smtp-entry-closed", () => {
    if (named() !== null) keepHash({ entry: null });
  });
  look();
}

function named(): string | null {
  return hashParameters().get("entry");
}

async function show(view: SmtpPlayground): Promise<void> {
  await view.updateComplete;
  const address = named();
  if (address === null) return view.reference.close();
  try {
    const data = await referenceIn(view.language);
    if (named() !== address) return;
    const [path = "", at = ""] = placeOf(address);
    const entry = path ? (entryAt(data, path) ?? guess(data, path)) : null;
    if (entry === undefined) throw new Error(view.words("reference.unknown", { address }));
    await view.reference.open({ data, entry, at, page: entry ? pageOf(entry, data) : "" });
  } catch (error) {
    view.notice = view.words("reference.failed", { reason: reasonOf(error) });
  }
}

/** A term of the glossary is a place in one entry, and so is a cause of a code. */
function placeOf(address: string): string[] {
  return address.replace(/^glossary\//, "glossary#").split("#");
}

/** entryAt returns an entry; of two codes without words of their own, one made from theirs. */
function entryAt({ entries, labels }: Reference, address: string): Entry | undefined {
  const known = entries.find((entry) => entry.address === address);
  const pair = PAIR.exec(address);
  if (known || !pair) return known;
  const [left, right] = pair
    .slice(1)
    .map((code) => entries.find((entry) => entry.address === `replies/${code}`));
  return left && right && left !== right ? pairEntry(left, right, labels) : undefined;
}

/** guess takes what is no address for what one would look for: a code alone. */
function guess(data: Reference, path: string): Entry | undefined {
  const [address] = path.includes("/") ? [] : find(path, data.find).addresses;
  return address ? entryAt(data, address) : undefined;
}

/** In the single file, no entry has a page. */
function pageOf({ address }: Entry, { entries, language }: Reference): string {
  const isWritten = entries.some((entry) => entry.address === address);
  return isWritten && location.protocol !== "file:" ? `${language}/${address}/` : "";
}
