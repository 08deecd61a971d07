/** closeBeside closes a dialog that is pressed beside what it shows, for its own click event. */
export function closeBeside({ target, currentTarget }: Event): void {
  if (target === currentTarget && target instanceof HTMLDialogElement) target.close();
}

/** showDialog opens a dialog, which takes the focus itself: what it holds is read from its beginning. */
export function showDialog(dialog: HTMLDialogElement): void {
  // Not in the template: in a frame of another origin, the browser would complain of it before anybody opens it.
  dialog.autofocus = true;
  if (!dialog.open) dialog.showModal();
}
