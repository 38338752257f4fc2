// The page's Python runs in a worker of this page: nothing is sent anywhere. A worker that is lost is started again.
const base = new URL("./", document.baseURI).href;
const SECONDS = 60;
let worker;
let last = Promise.resolve();

async function program() {
  const answer = await fetch(`${base}python/worker.bin`);
  if (!answer.ok) throw new Error(`${answer.status} python/worker.bin`);
  const script = await new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).blob();
  return URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
}

// One message to the worker, and what it says to it; rejected where it fails or takes too long.
function told(message, seconds, part = () => {}) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no answer within ${seconds} seconds: ask something smaller`)), seconds * 1000);
    const end = (does, value) => (clearTimeout(late), does(value));
    worker.onerror = (event) => end(reject, new Error(event.message || "Python ended"));
    worker.onmessage = ({ data }) => {
      if (data.part) part(data.part);
      else if (data.failed) end(reject, new Error(data.failed));
      else end(resolve, data.answer);
    };
    worker.postMessage(message);
  });
}

async function running(part) {
  if (worker) return;
  const address = await program();
  part?.(0.1);
  worker = new Worker(address);
  try {
    await told({ base }, 300, part);
  } catch (error) {
    worker.terminate();
    worker = undefined;
    throw error;
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function asked(kind, request) {
  try {
    await running();
  } catch (error) {
    return error instanceof TypeError ? { error: "", gone: true } : { error: error.message }; // no network, or no Python
  }
  try {
    return await told({ kind, request }, SECONDS);
  } catch (error) {
    worker.terminate();
    worker = undefined;
    return { error: error.message };
  }
}

// What Python answers; where it cannot, { error } with one sentence, and gone where there is no Python to ask.
export function ask(kind, request) {
  const answer = last.then(() => asked(kind, request));
  last = answer;
  return answer;
}

// Resolves when questions can be asked; told(fraction) hears how far that is.
export async function started(part = () => {}) {
  await running(part).catch(() => {}); // the first question says that there is none
  part(1);
  navigator.serviceWorker?.register("offline.js").catch(() => {}); // without it the page needs its server, no more
}
