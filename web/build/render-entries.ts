/**
 * The build runs this in Node, with the file of a `Reference` and the way from a page to the site's root as arguments:
 * it prints the HTML of every entry, by its address.
 */

import "./server-dom"; // first: the templates' library asks for it as it is loaded

import { readFileSync } from "node:fs";
import { render } from "@lit-labs/ssr";
import { collectResultSync } from "@lit-labs/ssr/lib/render-result.js";
import type { Entry } from "generated/entries";
import { entryTemplate, type Place } from "../reference/entry";
import { pathOf } from "../reference/paths";
import { readReference } from "../reference/slim";

const { language, labels, entries } = readReference(readFileSync(process.argv[2] ?? "", "utf8"));
const pages = Object.fromEntries(entries.map((entry) => [entry.address, page(entry)]));
// biome-ignore lint/suspicious/noConsole: printing is what this program is for
console.log(JSON.stringify(pages));

function page(entry: Entry): string {
  const result = collectResultSync(render(entryTemplate(entry, placeOf(entry))));
  return slim(result.replace(/<!--.*?-->|<\?>/gs, ""));
}

/**
 * slim drops what an English page need not say, where everything is English: hundreds of pages say it thousands of
 * times. In another language's page what stands in the protocol's text needs its mark.
 */
function slim(html: string): string {
  const plain = language === "en" ? html.replaceAll(' lang="en"', "") : html;
  return plain.replace(/\s+(?=>)/g, "").replace(/>\s*\n\s*/g, ">\n");
}

/** A page lies in its own folder, so that its address ends with a slash. */
function placeOf({ address }: Entry): Place {
  const root = "../".repeat(address.split("/").length + 1);
  return {
    language,
    labels,
    entry: (target) => `${root}${language}/${pathOf(target)}`,
    play: (reply, pace) =>
      `${root}#play=${reply}${pace === "step" ? "&pace=step" : ""}&lang=${language}`,
  };
}
