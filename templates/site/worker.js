// Python in a worker: this program stands behind Pyodide's own two, in one file. It takes one question at a time.
const setting = SETTING;
const fetched = self.fetch.bind(self);

async function unpacked(address, type) {
  const answer = await fetched(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": type } });
}

// What Pyodide asks for by name: its binary is kept compressed, and no other package is there.
function given(base) {
  self.fetch = (what, how) => {
    const name = String(what.url ?? what).split("/").pop();
    if (name === setting.binary) return unpacked(`${base}python/wasm.bin`, "application/wasm");
    if (name === setting.lock) return Promise.resolve(new Response(JSON.stringify({ info: setting.info, packages: {} })));
    return fetched(what, how);
  };
}

let answered;

async function start(base) {
  const told = (part) => self.postMessage({ part });
  if (setting.address) importScripts(`${setting.address}pyodide.js`);
  else given(base);
  const modules = unpacked(`${base}python/modules.bin`, "application/x-tar").then((answer) => answer.arrayBuffer());
  const python = await loadPyodide({ indexURL: setting.address || `${base}python/`, fullStdLib: false });
  told(0.5);
  const { major, minor } = python.pyimport("sys").version_info;
  python.unpackArchive(await modules, "tar", { extractDir: `/lib/python${major}.${minor}/site-packages` });
  told(0.7);
  const [gc, json] = ["gc", "json"].map((name) => python.pyimport(name));
  gc.disable(); // while so much is imported, collecting finds nothing
  const { answer } = python.pyimport("symconv.page");
  const always = setting.hints ? { hints: true } : {};
  answered = (kind, request) =>
    JSON.parse(json.dumps(answer(kind, json.loads(JSON.stringify({ ...request, ...always })))));
  answered("explore", { layer: { stride: "2" } }); // loads what the first question needs
  gc.freeze();
  gc.enable();
}

self.onmessage = async ({ data }) => {
  try {
    if (data.base) await start(data.base);
    self.postMessage({ answer: data.base ? { started: true } : answered(data.kind, data.request) });
  } catch (error) {
    self.postMessage({ failed: String(error.message ?? error).split("\n")[0] });
  }
};
