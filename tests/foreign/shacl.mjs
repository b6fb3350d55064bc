// Reads {shapes, data: [PATH of N-Triples, …]} from stdin; prints for each what rdf-validate-shacl finds.
import { readFileSync } from "node:fs";
import rdf from "@zazuko/env-node";
import { Parser } from "n3";
import SHACLValidator from "rdf-validate-shacl";

const read = (path, format) => rdf.dataset(new Parser({ format, factory: rdf }).parse(readFileSync(path, "utf8")));
const job = JSON.parse(readFileSync(0, "utf8"));
const validator = new SHACLValidator(read(job.shapes, "text/turtle"), { factory: rdf });
const told = [];
for (const path of job.data) {
  const report = await validator.validate(read(path, "application/n-triples"));
  const results = report.results.map((r) => [r.focusNode.value, r.sourceConstraintComponent.value.split("#")[1]]);
  told.push({ conforms: report.conforms, results });
}
console.log(JSON.stringify(told));
