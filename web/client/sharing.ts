/** Code in an address: copied for others, and read out of it. Whatever comes so is shown, and never run by itself. */
import { type Code, linkToCode } from "../address";
import { copied } from "../copying";
import type { SmtpPlayground } from "../elements/smtp-playground";
import { pack, unpack } from "../packing";

/** Characters of a link that every browser takes. */
const LINK_AT_MOST = 65_536;

/** copyLink copies a link to code; it returns what is to be said of that. */
export async function copyLink(code: string, { words, language }: SmtpPlayground): Promise<string> {
  const link = linkToCode(await pack(code), language);
  if (link.length > LINK_AT_MOST) return words("client.too-long-link");
  return words((await copied(link)) ? "client.copied" : "client.copy-yourself", { link });
}

/** codeIn returns the code of an address. */
export async function codeIn(
  { packed, isNewer }: Code,
  { words }: SmtpPlayground,
): Promise<string> {
  if (isNewer) throw new Error(words("share.newer"));
  return unpack(packed);
}
