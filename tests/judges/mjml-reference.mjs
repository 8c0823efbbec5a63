// Reads MJML as a JSON string, prints {html, errors}.
import { readFileSync } from "node:fs";
import mjml from "mjml";

const source = JSON.parse(readFileSync(0, "utf8"));
const { html, errors } = await mjml(source, { validationLevel: "soft", ignoreIncludes: true });
const answer = { html, errors: errors.map((error) => error.formattedMessage ?? String(error)) };
process.stdout.write(JSON.stringify(answer));
