// One process: every .page of a folder through Maizzle, each HTML beside it. Texts have classes,
// the head has a style sheet, and Maizzle inlines it.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "@maizzle/framework";

const [folder] = process.argv.slice(2);

for (const name of readdirSync(folder).filter((one) => one.endsWith(".page"))) {
  const source = readFileSync(join(folder, name), "utf8");
  const tailwind = { content: [{ raw: source, extension: "html" }] };
  const { html } = await render(source, { css: { inline: true, tailwind } });
  writeFileSync(join(folder, name.replace(".page", ".html")), html);
}
