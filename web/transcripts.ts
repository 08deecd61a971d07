/** Exports what was said, and has logs read: what their dialogs wish goes over the link. */
import type { SmtpPlayground } from "./elements/smtp-playground";
import type { Link } from "./link";
import { reasonOf } from "./reason";

/** openTranscripts serves the dialogs of one console, whose session has this id. */
export function openTranscripts(view: SmtpPlayground, link: Link, id: string): void {
  let asked = 0;
  view.addEventListener("smtp-open", ({ detail }) => void view[detail.dialog].open());
  view.addEventListener("smtp-export", async ({ detail: { form, secrets } }) => {
    const number = ++asked;
    try {
      const file = await link.call("export", id, form, secrets);
      if (number === asked) view.exports.file = file; // meanwhile another may have been asked for
    } catch (error) {
      view.exports.tell(reasonOf(error));
    }
  });
  view.addEventListener("smtp-import", async ({ detail: { text } }) => {
    try {
      view.imports.show(await link.call("import_log", text, view.language));
    } catch (error) {
      view.imports.tell(reasonOf(error));
    }
  });
}
