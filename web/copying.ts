/** copied puts a text on the clipboard; a browser may refuse, and then the reader copies by hand. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
