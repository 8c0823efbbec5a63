// One process: every .json of a folder through react-email, each HTML beside it. A mail is a list
// of sections of columns of texts, buttons and pictures: what the same mail has in MJML. A text is
// a list of elements, or HTML that is passed on as it stands.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as kit from "@react-email/components";
import { render } from "@react-email/render";
import { createElement as h } from "react";

const [folder] = process.argv.slice(2);

const named = { p: kit.Text, a: kit.Link, img: kit.Img, hr: kit.Hr };
const heading = /^h[1-6]$/;

const element = (one) => {
  if (typeof one === "string") return one;
  const [tag, props, children] = one;
  if (heading.test(tag)) return h(kit.Heading, { as: tag, ...props }, ...children.map(element));
  return h(named[tag] ?? tag, props, ...children.map(element));
};

const parts = {
  text: (one) =>
    one.children
      ? h("div", { style: one.style }, ...one.children.map(element))
      : h("div", { style: one.style, dangerouslySetInnerHTML: { __html: one.html } }),
  button: (one) => h(kit.Button, { href: one.href }, one.words),
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
    h(kit.EncodedBody, { style: one.style }, h(kit.Container, null, ...one.sections.map(section))),
  );

for (const name of readdirSync(folder).filter((one) => one.endsWith(".json"))) {
  const html = await render(mail(JSON.parse(readFileSync(join(folder, name), "utf8"))));
  writeFileSync(join(folder, name.replace(".json", ".html")), html);
}
