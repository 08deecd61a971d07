// The least that a line's way can cost: to a worker and back, and one text in the document.
const worker = new Worker(new URL("echo-worker.js", import.meta.url), { type: "module" });
const output = document.querySelector("output");

worker.onmessage = ({ data }) => {
  output.textContent = data.line;
  performance.measure("echo:turn", { start: data.start });
};

document.querySelector("input").addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    worker.postMessage({ line: event.target.value, start: performance.now() });
    event.target.value = "";
  }
});
