/** Opens the window of two servers side by side, when the note on a new server asks for it. */
import type { SmtpPlayground } from "./elements/smtp-playground";
import { type Link, LinkLost } from "./link";
import { reasonOf } from "./reason";

/** compareIn shows what the server of a note would have said, in the view of this session. */
export function compareIn(view: SmtpPlayground, link: Link, session: string): void {
  view.addEventListener("smtp-compare", ({ detail }) => {
    link
      .call("side_by_side", session, detail.bubble)
      .then((shown) => view.comparison.open(shown))
      .catch((error) => {
        // A lost worker has been told already.
        if (!(error instanceof LinkLost)) view.notice = reasonOf(error);
      });
  });
}
