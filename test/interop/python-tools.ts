import { join } from "node:path";

/** Where `scripts/python-tools.sh` puts the programs of the PyPI packages that suites run against. */
const place = join(import.meta.dir, "../../.cache/python-tools/bin");

export function pythonTool(program: "python" | "moto_server"): string {
  return join(place, program);
}
