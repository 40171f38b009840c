// node ajv_code.mjs CODE FILE: checks each line of FILE with code that ajv_write_code.mjs wrote; nothing is compiled.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { checkLines, worded } from "./lines.mjs";

const CANNOT_COMPILE = 3;
const [code, file] = process.argv.slice(2);
if (!existsSync(code)) process.exit(CANNOT_COMPILE); // nothing was written
const validate = createRequire(import.meta.url)(code);
checkLines(file, (value) => (validate(value) ? null : worded(validate.errors)));
