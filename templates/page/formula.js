// Formulas that Python wrote, in pieces between which a line may end.
import { make, written } from "./dom.js";

export function formula(made, className = "") {
  const rows = made.rows.map((row) =>
    make("div", { class: "line" },
      written("span", row.left ? `<math>${row.left}</math>` : "", { class: "left" }),
      written("span", row.sign ? `<math>${row.sign}</math>` : "", { class: "relation" }),
      make("span", { class: "right" }, ...row.pieces.map((piece) => written("span", `<math>${piece}</math>`, { class: "piece" })))));
  return make("div", { class: `equation ${className}`, role: "group", "aria-label": made.text }, ...rows);
}
