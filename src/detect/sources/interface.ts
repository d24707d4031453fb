import type { Clock } from "../../core/clock.ts";
import { containerOf } from "../container.ts";
import type { FileReader } from "../../core/files.ts";
import type { Family } from "../../core/family.ts";
import type { AddressTable, InterfaceAddress } from "../../core/interface-address.ts";
import { Prefix } from "../../core/prefix.ts";
import { failure, ok } from "../../core/result.ts";
import { evidenceOf } from "../interface-evidence.ts";
import { localOperator, type Sighting, type Source, sourceOf } from "../source.ts";

/**
 * Reports what the kernel says this host has: every address of the family, useful or not. Which of them is worth
 * publishing is the verdict's question.
 */
export function interfaceSource(
  family: Family,
  interfaceName: string | undefined,
  ports: { readonly addressTable: AddressTable; readonly clock: Clock; readonly files?: FileReader },
): Source {
  let container: Promise<string | undefined> | undefined;
  return sourceOf(
    {
      id: interfaceName === undefined ? "interface" : `interface:${interfaceName}`,
      family,
      operator: localOperator,
      strength: "direct",
      ask: async () => {
        const table = await ports.addressTable.read();
        if (!table.ok) return table;
        const ofInterface = table.value.filter(
          (entry) => interfaceName === undefined || entry.interfaceName === interfaceName,
        );
        const ofFamily = ofInterface.filter((entry) => entry.address.family === family);
        if (ofFamily.length > 0) {
          // No host becomes a container while it runs.
          container ??= ports.files === undefined ? Promise.resolve(undefined) : containerOf(ports.files);
          const kind = await container;
          return ok(ofFamily.map((entry) => sightingOf(entry, kind)));
        }
        const where = interfaceName === undefined ? "any interface" : `interface ${interfaceName}`;
        return failure({ code: "no-address", detail: `no ${family} address on ${where}` });
      },
    },
    ports.clock,
  );
}

function sightingOf(entry: InterfaceAddress, container: string | undefined): Sighting {
  const prefix = Prefix.around(entry.address, entry.prefixLength);
  const evidence = { ...evidenceOf(entry), ...(container === undefined ? {} : { container }) };
  return { address: entry.address, evidence, ...(prefix === undefined ? {} : { prefix }) };
}
