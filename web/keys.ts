/** What a field for one line needs to know of keys and pastes, in the shell as in the prompt. */

/** Safari's sign for a key that was taken, sent after the composition has ended. */
const TAKEN = 0xe5;

/** isComposing tells whether a key press is part of writing a character. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === TAKEN;
}

/**
 * pastedLines takes a paste of several lines away from a field of one, and returns all that is to be sent:
 * what stands before the caret, the lines, what stands behind it. A field can hold one line by itself: null.
 */
export function pastedLines(event: ClipboardEvent, field: HTMLInputElement): string | null {
  const pasted = event.clipboardData?.getData("text/plain") ?? "";
  if (!/[\r\n]/.test(pasted)) return null;
  event.preventDefault();
  const { value, selectionStart, selectionEnd } = field;
  const before = value.slice(0, selectionStart ?? value.length);
  const after = value.slice(selectionEnd ?? value.length);
  return (before + pasted + after).replace(/\r\n?/g, "\n").replace(/\n$/, "");
}
