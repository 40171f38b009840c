// Gives the verdicts of three engines of JavaScript on payloads, each of which it parses from its own text.
//
// Standard input: a schema document in one line, then a payload in each line.
// Standard output: {"ajv": [true | false, …], "@cfworker/json-schema": […], "@hyperjump/json-schema": […]}.

import { text } from "node:stream/consumers";
import { Validator } from "@cfworker/json-schema";
import { registerSchema, validate } from "@hyperjump/json-schema/draft-2020-12";
import Ajv2020 from "ajv/dist/2020.js";

const [schema, ...payloads] = (await text(process.stdin)).trimEnd().split("\n").map((line) => JSON.parse(line));

function ofAjv() {
  return new Ajv2020({ allowUnionTypes: true, ownProperties: true, strictRequired: false }).compile(schema);
}

function ofCfworker() {
  const validator = new Validator(schema, "2020-12");
  return (value) => validator.validate(value).valid;
}

async function ofHyperjump() {
  registerSchema(schema);
  const check = await validate(schema.$id);
  return (value) => check(value).valid;
}

const engines = { ajv: ofAjv(), "@cfworker/json-schema": ofCfworker(), "@hyperjump/json-schema": await ofHyperjump() };
const verdicts = Object.entries(engines).map(([name, check]) => [name, payloads.map((value) => check(value))]);
process.stdout.write(JSON.stringify(Object.fromEntries(verdicts)));
