// Reads [{body, data}] as JSON, prints the filled texts.
import { readFileSync } from "node:fs";
import Handlebars from "handlebars";

const requests = JSON.parse(readFileSync(0, "utf8"));
const filled = requests.map(({ body, data }) => Handlebars.compile(body)(data));
process.stdout.write(JSON.stringify(filled));
