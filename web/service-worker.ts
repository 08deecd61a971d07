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

/** Every file of this version, from the build. */
declare const PRECACHE: PrecacheEntry[];
declare const self: Window & { skipWaiting(): Promise<void> };

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

self.addEventListener("message", ({ data }) => {
  if (data?.type === "SKIP_WAITING") void self.skipWaiting();
});
