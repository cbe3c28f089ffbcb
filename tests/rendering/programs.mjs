// Says what each module means, whatever it looks like, and what it imports.
// stdin: {name: source, …}. stdout: {name: {program, imports}, …}; a program is its syntax tree
// without places.

import fs from "node:fs";
import { parse } from "espree";

const sources = JSON.parse(fs.readFileSync(0, "utf8"));
const read = Object.entries(sources).map(([name, source]) => [name, meaning(name, source)]);
process.stdout.write(JSON.stringify(Object.fromEntries(read)));

function meaning(name, source) {
  const imports = [];
  let tree;
  try {
    tree = parse(source, { ecmaVersion: "latest", sourceType: "module" });
  } catch (error) {
    throw new Error(`${name}: ${error.message}`);
  }
  const program = JSON.stringify(tree, (key, value) => {
    if (["start", "end", "range", "loc", "raw"].includes(key)) return undefined;
    if (typeof value === "bigint") return String(value);
    const { source } = value ?? {};
    if (source?.type !== "Literal" || typeof source.value !== "string") return value;
    imports.push(source.value);
    return { ...value, source: source.value.split("?")[0] };
  });
  return { program, imports };
}
