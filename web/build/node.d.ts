/** The little of Node that programs of the build use. */
declare module "node:fs" {
  export function readFileSync(path: string, encoding: "utf8"): string;
}
declare const process: { readonly argv: readonly string[] };
