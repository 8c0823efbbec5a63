// Reads {html, clients} as JSON, prints {client: [titles of features it lacks]}.
import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";

const { html, clients } = JSON.parse(readFileSync(0, "utf8"));
const { issues } = caniemail({ clients, html });
const lacking = [...issues.errors].map(([client, found]) => {
  const titles = [...new Set(found.map((issue) => issue.title))].sort();
  return [client, titles];
});
process.stdout.write(JSON.stringify(Object.fromEntries(lacking.sort())));
