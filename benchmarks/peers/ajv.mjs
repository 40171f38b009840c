// node ajv.mjs FOLDER SCHEMA FILE [--all]: compiles the schema with the ajv that is installed in FOLDER and checks each
// line of FILE; with --all it looks for all problems, not only for the first.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { checkLines, worded } from "./lines.mjs";

const CANNOT_COMPILE = 3;
const [folder, schema, file, all] = process.argv.slice(2);
const Ajv = createRequire(`${folder}/`)("ajv/dist/2020").default;

function compiled() {
  try {
    return new Ajv({ allowUnionTypes: true, allErrors: all === "--all" }).compile(JSON.parse(readFileSync(schema, "utf8")));
  } catch (error) {
    console.error(String(error));
    process.exit(CANNOT_COMPILE);
  }
}

const validate = compiled();
checkLines(file, (value) => (validate(value) ? null : worded(validate.errors)));
