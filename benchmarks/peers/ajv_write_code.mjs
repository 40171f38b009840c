// node ajv_write_code.mjs FOLDER SCHEMA OUT: writes the code that ajv's standalone mode makes of the schema.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, schema, out] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const Ajv = require("ajv/dist/2020").default;
const code = require("ajv/dist/standalone").default;
const ajv = new Ajv({ allowUnionTypes: true, code: { source: true } });
writeFileSync(out, code(ajv, ajv.compile(JSON.parse(readFileSync(schema, "utf8")))));
