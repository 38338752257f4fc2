// Judges pages by the HTML standard and prints what is wrong: node validate.mjs FILE...
import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: { "no-inline-style": "off", "long-title": "off" },
});
const report = await validator.validateMultipleFiles(process.argv.slice(2));
for (const { filePath, messages } of report.results)
  for (const { line, ruleId, message } of messages) console.log(`${filePath}:${line}: ${ruleId}: ${message}`);
