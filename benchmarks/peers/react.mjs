// One process: every .json of a folder through react-email, each HTML beside it. A mail is a list
// of sections of columns of texts (HTML), buttons and pictures: what the same mail has in MJML.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as kit from "@react-email/components";
import { render } from "@react-email/render";
import { createElement as h } from "react";

const [folder] = process.argv.slice(2);

const parts = {
  text: (one) => h("div", { style: one.style, dangerouslySetInnerHTML: { __html: one.html } }),
  button: (one) => h(kit.Button, { href: one.href, style: one.style }, one.words),
  image: (one) => h(kit.Img, { src: one.src, alt: one.alt, width: one.width }),
};

const column = (one, key) =>
  h(kit.Column, { key, style: one.style }, ...one.parts.map((part) => parts[part.kind](part)));

const section = (one, key) =>
  h(kit.Section, { key, style: one.style }, h(kit.Row, null, ...one.columns.map(column)));

const mail = (one) =>
  h(
    kit.Html,
    { lang: one.lang, dir: one.dir },
    h(kit.Head, null, h("title", null, one.title)),
    h(kit.Preview, null, one.preview),
    h(kit.Body, { style: one.style }, h(kit.Container, null, ...one.sections.map(section))),
  );

for (const name of readdirSync(folder).filter((one) => one.endsWith(".json"))) {
  const html = await render(mail(JSON.parse(readFileSync(join(folder, name), "utf8"))));
  writeFileSync(join(folder, name.replace(".json", ".html")), html);
}
