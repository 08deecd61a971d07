/**
 * Keeps the site for the next visit, once the console is there, and offers a newer version when one waits. All of this
 * is extra: where a browser forbids it, or has no room, the page works as before and says nothing.
 */
import { Workbox } from "workbox-window";
import type { SmtpPlayground } from "./elements/smtp-playground";

const SCRIPT = "service-worker.js";

/** keepOffline stores the site; what is newer than this page is offered in the view. */
export async function keepOffline(view: SmtpPlayground): Promise<void> {
  const workers = serviceWorkers();
  if (!workers) return;
  await started(view, workers);
  const workbox = new Workbox(SCRIPT);
  workbox.addEventListener("waiting", () => view.offerNewer());
  offerAfterOthers(view, workers);
  try {
    const registration = await workbox.register();
    view.addEventListener("smtp-reload", () => take(workbox, registration?.waiting));
    lookAgain(workbox);
  } catch {
    // Forbidden here, or the network is gone: the next visit tries again.
  }
}

/** What a browser lacks, forbids, or denies to this page is all the same. A page in a frame stores nothing for its host. */
function serviceWorkers(): ServiceWorkerContainer | undefined {
  try {
    const isSite = window.top === window && location.protocol !== "file:";
    return isSite ? navigator.serviceWorker : undefined;
  } catch {
    return undefined;
  }
}

/** Nothing competes with the start. A stored page that cannot start may have a newer one waiting that can. */
function started(view: SmtpPlayground, { controller }: ServiceWorkerContainer): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (view.state === "loading" || (view.state === "failed" && !controller)) return;
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(look);
    observer.observe(view, { attributeFilter: ["state"] });
    look();
  });
}

/** A newer version that was taken in another tab has replaced what this page would ask for later. */
function offerAfterOthers(view: SmtpPlayground, workers: ServiceWorkerContainer): void {
  let served = workers.controller !== null;
  workers.addEventListener("controllerchange", () => {
    if (served) view.offerNewer();
    served = true;
  });
}

/** take puts the version that waits in the place of this one, and loads the page anew. */
function take(workbox: Workbox, waiting: ServiceWorker | null | undefined): void {
  waiting?.addEventListener("statechange", () => {
    if (waiting.state !== "activating") location.reload();
  });
  if (waiting) workbox.messageSkipWaiting();
  else location.reload(); // another tab has taken it
}

/** A page may stay open for days: whoever comes back to it hears of what is newer. */
function lookAgain(workbox: Workbox): void {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") workbox.update().catch(() => {});
  });
}
