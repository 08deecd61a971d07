/**
 * `embed.js`, the one script that a page of documentation names. Of several versions on a page the first stays, for a
 * page has one element of a name.
 */
import { base } from "./base";
import { SmtpEmbed } from "./element";
import { sizeFrames } from "./frames";

if (!customElements.get("smtp-playground")) customElements.define("smtp-playground", SmtpEmbed);
sizeFrames(base);
