/**
 * The site for the next visit: all of its files are stored when this is installed, and served from there. A newer
 * version is stored beside it and waits: a page and its parts are always of one version.
 */
import { clientsClaim } from "workbox-core";
import {
  addPlugins,
  cleanupOutdatedCaches,
  type PrecacheEntry,
  precacheAndRoute,
} from "workbox-precaching";
import { languageNamed } from "./languages";

/** Every file of this version, from the build. */
declare const PRECACHE: PrecacheEntry[];
declare const self: Window & { skipWaiting(): Promise<void> };
interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

// What was stored may be gone, for a reader can empty one store and leave this. Then the host is asked for what it has
// now, though it may be of a newer version. While storing, nothing but this version will do.
addPlugins([
  {
    handlerDidError: async ({ request, event }) =>
      event.type === "install" ? undefined : fetch(request),
  },
]);
precacheAndRoute(PRECACHE, { cleanURLs: false, ignoreURLParametersMatching: [/^/] });
cleanupOutdatedCaches();
clientsClaim(); // the first visit's page, too, finds its parts when it asks for one later

// An entry of the reference that cannot be fetched opens in the console, which has them all as data.
self.addEventListener("fetch", (event) => {
  const { request } = event as FetchEvent;
  const entry = request.mode === "navigate" ? entryNamed(new URL(request.url)) : null;
  if (entry)
    (event as FetchEvent).respondWith(fetch(request).catch(() => Response.redirect(entry)));
});

/** entryNamed returns the console's address of an entry whose page is asked for. */
function entryNamed({ href }: URL): string | null {
  const scope = new URL("./", self.location.href).href;
  const [language = "", ...path] = href
    .replace(/[?#].*/, "")
    .slice(scope.length)
    .split("/");
  if (!href.startsWith(scope) || !languageNamed(language)) return null;
  const entry = path.filter((part) => part && part !== "index.html").join("/");
  return `${scope}#entry=${entry}&lang=${language}`;
}

self.addEventListener("message", ({ data }) => {
  if (data?.type === "SKIP_WAITING") void self.skipWaiting();
});
