// The page: its words and its state, and one module for each of its parts.
import { ask, started } from "./backend.js";

await started();
const answer = await ask("explore", { layer: { stride: "2" } });
document.getElementById("page").textContent = answer.error ?? answer.told;
