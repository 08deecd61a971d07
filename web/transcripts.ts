/** Exports what was said, and has logs read: what their dialogs wish goes over the link. */
import { siteAddress } from "./address";
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
  view.addEventListener("smtp-embed-code", async () => {
    try {
      const { text } = await link.call("export", id, "text", false);
      const { language, persona } = view;
      const last = lastConnection(text);
      const site = siteAddress();
      await view.embedCode.open({ text: last, persona, language, readonly: false, site });
    } catch (error) {
      view.notice = reasonOf(error);
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

/** An embed is one connection, and says by itself who answers: what is noted of its beginning stays away. */
function lastConnection(text: string): string {
  const last = text.trimEnd().split("\n\n").at(-1) ?? "";
  return last.replace(/^--.*\n/, "");
}
