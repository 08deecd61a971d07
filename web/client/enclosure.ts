/**
 * A worker that can connect to nobody. A worker made from a blob is under the policy of the document that made it, so
 * it is made in an empty frame whose policy allows no connection. Nothing in the frame is ever run or seen.
 */

const POLICY = "connect-src 'none'";

export interface Enclosed {
  readonly worker: Worker;
  /** end stops whatever the worker does. */
  end(): void;
}

type Realm = Window & typeof globalThis;

/** enclosed starts a script, which is no module, in such a worker. */
export async function enclosed(script: Blob): Promise<Enclosed> {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = "";
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const { URL, Blob, Worker } = frame.contentWindow as Realm;
  // Of the frame's own making, for engines that ask whose blob it is.
  const address = URL.createObjectURL(
    new Blob([await script.arrayBuffer()], { type: script.type }),
  );
  const worker = new Worker(address, { name: "client" });
  return {
    worker,
    end: () => {
      worker.terminate();
      URL.revokeObjectURL(address);
      frame.remove();
    },
  };
}
