// Questions to Python in the page's language. Where a newer question of a kind was asked, an older answer is dropped.
import { ask as put } from "./backend.js";
import { language, say } from "./dom.js";

const last = {};

export async function ask(kind, request, latest = true) {
  const mine = (last[kind] = (last[kind] ?? 0) + 1);
  const answer = await put(kind, { ...request, language });
  if (latest && mine !== last[kind]) return { stale: true };
  return answer.gone ? { error: say("live.gone") } : answer;
}
