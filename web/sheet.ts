/** Style sheets that elements adopt: a strict content policy allows these and no style written into the page. */
export function sheet(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}
