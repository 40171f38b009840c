// Compiles schema documents under ajv's 2020 class in its strict mode and gives verdicts.
//
// Standard input: {"documents": [document, …], "jobs": [{"schema": document, "values": [value, …]}, …]}.
// The documents are compiled together, each job's schema alone.
// Standard output: {"messages": [text, …], "compiled": [$id, …], "verdicts": [[true | false, …], …]}.

import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const OUR_OWN = ["x-personal-data", "x-source", "x-advice", "x-problem"];
const messages = [];
const note = (...parts) => messages.push(parts.join(" "));

function compiler() {
  const ajv = new Ajv2020({
    strictSchema: true,
    strictTypes: true,
    allowUnionTypes: true,
    ownProperties: true,
    logger: { log: note, warn: note, error: note },
  });
  OUR_OWN.forEach((keyword) => ajv.addKeyword(keyword));
  return ajv;
}

function attempt(make) {
  try {
    return make();
  } catch (error) {
    note(String(error));
    return null;
  }
}

function compileTogether(documents) {
  const ajv = compiler();
  attempt(() => ajv.addSchema(documents));
  return documents.map((document) => document.$id).filter((id) => typeof attempt(() => ajv.getSchema(id)) === "function");
}

function verdictsOf({ schema, values }) {
  const validate = attempt(() => compiler().compile(schema));
  return validate === null ? [] : values.map((value) => validate(value));
}

const { documents, jobs } = JSON.parse(readFileSync(0, "utf8"));
const compiled = compileTogether(documents);
const verdicts = jobs.map(verdictsOf);
process.stdout.write(JSON.stringify({ messages, compiled, verdicts }));
