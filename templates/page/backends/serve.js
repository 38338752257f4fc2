// The page's Python is a server on this machine: a question is one request, and one is asked at a time.
const session = crypto.randomUUID();
let last = Promise.resolve();

async function asked(kind, request) {
  let answer;
  try {
    answer = await fetch(`ask/${kind}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Session": session },
      body: JSON.stringify(request),
    });
  } catch {
    return { error: "", gone: true }; // nobody listens any more
  }
  try {
    return await answer.json();
  } catch {
    return { error: `${answer.status} ${answer.statusText}` };
  }
}

// What Python answers; where it cannot, { error } with one sentence, and gone where there is no Python to ask.
export function ask(kind, request) {
  const answer = last.then(() => asked(kind, request));
  last = answer;
  return answer;
}

// Resolves when questions can be asked; told(fraction) hears how far that is.
export const started = async () => {};
