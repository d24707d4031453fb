import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { providerIds, registrySource } from "./provider-registry.ts";

/** `npm run generate`: writes every generated file anew. Tests fail when one is out of date. */

const providers = join(import.meta.dir, "../src/providers");
writeFileSync(join(providers, "registry.gen.ts"), registrySource(providerIds(providers)));
