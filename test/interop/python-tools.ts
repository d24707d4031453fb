import { join } from "node:path";

/** Where `scripts/cached-tools.sh` puts the programs of the PyPI packages that suites run against. */
const place = join(import.meta.dir, "../../.cache/python/bin");

export function pythonTool(program: "python" | "moto_server" | "dyndnsc"): string {
  return join(place, program);
}
