/** Where the page of an entry lies, below its language's folder; a term of the glossary is a place in a page. */
export function pathOf(address: string): string {
  const [page = "", place] = address.replace(/^glossary\//, "glossary#").split("#");
  return place ? `${page}/#${place}` : `${page}/`;
}
