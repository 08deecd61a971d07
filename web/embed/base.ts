/** Where the playground's files are: beside this script, wherever the page is. */
export const base = new URL("./", import.meta.url);
