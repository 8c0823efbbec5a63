// One process: every .mjml of a folder through npm's mjml, each HTML beside it. Nothing is
// validated, as in the compiler it is held against; that makes no difference to its time.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import mjml from "mjml";

const [folder] = process.argv.slice(2);
for (const name of readdirSync(folder).filter((one) => one.endsWith(".mjml"))) {
  const source = readFileSync(join(folder, name), "utf8");
  const { html } = await mjml(source, { validationLevel: "skip", ignoreIncludes: true });
  writeFileSync(join(folder, name.replace(".mjml", ".html")), html);
}
