/** Frames that show `embed.html` tell how high they are; what else comes from anywhere is none of our business. */

/** Pixels that a frame may ask for. */
const LEAST = 60;
const MOST = 4000;

/** What a frame tells of its height, in pixels. */
export interface HeightTold {
  readonly playground: "height";
  readonly height: number;
}

/** sizeFrames gives the frames of this playground, and no others, the height that they ask for. */
export function sizeFrames(base: URL): void {
  const page = new URL("embed.html", base).href;
  addEventListener("message", ({ source, origin, data }: MessageEvent<Partial<HeightTold>>) => {
    if (origin !== base.origin || data?.playground !== "height") return;
    const height = heightIn(data);
    if (height === null) return;
    for (const frame of document.querySelectorAll("iframe"))
      if (frame.contentWindow === source && frame.src.startsWith(page))
        frame.style.height = `${height}px`;
  });
}

function heightIn({ height }: Partial<HeightTold>): number | null {
  if (typeof height !== "number" || !Number.isFinite(height)) return null;
  return Math.min(Math.max(Math.ceil(height), LEAST), MOST);
}
