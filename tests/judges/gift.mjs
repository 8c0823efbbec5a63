// Read GIFT with the grammar of others: text in, questions out.
import { readFileSync } from "node:fs";
import gift from "gift-pegjs";

const text = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(gift.parse(text)));
