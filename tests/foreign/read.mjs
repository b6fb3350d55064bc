// Reads [{format, path}, …] from stdin; prints for each how many statements the file has and the SHA-256 of its canonical N-Quads.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import jsonld from "jsonld";
import { Parser } from "n3";
import canonize from "rdf-canonize";

const FORMATS = {
  turtle: "text/turtle",
  trig: "application/trig",
  ntriples: "application/n-triples",
  nquads: "application/n-quads",
};

async function quads({ format, path }) {
  const text = readFileSync(path, "utf8");
  if (format === "jsonld") {
    const documentLoader = (url) => Promise.reject(new Error(`the document asks for ${url}`));
    return jsonld.toRDF(JSON.parse(text), { documentLoader });
  }
  return new Parser({ format: FORMATS[format], baseIRI: "https://example.org/base/" }).parse(text);
}

const told = [];
for (const job of JSON.parse(readFileSync(0, "utf8"))) {
  const lines = await canonize.canonize(await quads(job), { algorithm: "RDFC-1.0", format: "application/n-quads" });
  const triples = lines.split("\n").length - 1;
  told.push({ triples, hash: createHash("sha256").update(lines, "utf8").digest("hex") });
}
console.log(JSON.stringify(told));
