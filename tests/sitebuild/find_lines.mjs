/** Prints what the page finds: node find_lines.mjs FIND_MODULE ASKED, of which ASKED holds [lines, data] as JSON. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, asked] = process.argv.slice(2);
const { find } = await import(pathToFileURL(module).href);
const [lines, data] = JSON.parse(readFileSync(asked, "utf8"));
console.log(JSON.stringify(lines.map((line) => find(line, data))));
