/** showDialog opens a dialog, which takes the focus itself: what it holds is read from its beginning. */
export function showDialog(dialog: HTMLDialogElement): void {
  // Not in the template: in a frame of another origin, the browser would complain of it before anybody opens it.
  dialog.autofocus = true;
  if (!dialog.open) dialog.showModal();
}
