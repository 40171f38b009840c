// Runs a check over each line of a file of NDJSON, read in blocks; a check returns what is wrong, or nothing.

import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

const BLOCK = 65536;

function* lines(path) {
  const file = openSync(path, "r");
  const decoder = new StringDecoder("utf8");
  const block = Buffer.alloc(BLOCK);
  let begun = "";
  for (let size; (size = readSync(file, block)) > 0; ) {
    const ended = (begun + decoder.write(block.subarray(0, size))).split("\n");
    begun = ended.pop();
    yield* ended;
  }
  closeSync(file);
  if (begun) yield begun;
}

export function checkLines(path, check) {
  for (const line of lines(path)) {
    for (const problem of check(JSON.parse(line)) ?? []) {
      console.log(problem);
      process.exitCode = 1;
    }
  }
}

export const worded = (errors) => errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
