// One process: every .json of a folder through Maizzle, each HTML beside it. A mail is the same
// list of sections as for react-email, written as the tables that a template of Maizzle holds.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "@maizzle/framework";

const [folder] = process.argv.slice(2);
const config = { css: { tailwind: { content: [{ raw: "" }] } } };

const kebab = (name) => name.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`);
const style = (one) =>
  Object.entries(one.style ?? {})
    .map(([name, value]) => `${kebab(name)}: ${value}`)
    .join("; ");

const parts = {
  text: (one) => `<div style="${style(one)}">${one.html}</div>`,
  button: (one) => `<a href="${one.href}">${one.words}</a>`,
  image: (one) => `<img src="${one.src}" alt="${one.alt}" width="${one.width}">`,
};
const column = (one) =>
  `<td style="${style(one)}">${one.parts.map((part) => parts[part.kind](part)).join("")}</td>`;
const section = (one) =>
  `<table role="presentation" style="${style(one)}"><tr>${one.columns.map(column).join("")}</tr></table>`;
const page = (one) =>
  `<!doctype html><html lang="${one.lang}" dir="${one.dir}"><head><title>${one.title}</title></head>` +
  `<body style="${style(one)}">${one.sections.map(section).join("")}</body></html>`;

for (const name of readdirSync(folder).filter((one) => one.endsWith(".json"))) {
  const { html } = await render(page(JSON.parse(readFileSync(join(folder, name), "utf8"))), config);
  writeFileSync(join(folder, name.replace(".json", ".html")), html);
}
