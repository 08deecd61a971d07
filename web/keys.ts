/** Keys that belong to an input method, and not to the page. */

/** Safari's sign for a key that was taken, sent after the composition has ended. */
const TAKEN = 0xe5;

/** isComposing tells whether a key press is part of writing a character. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === TAKEN;
}
