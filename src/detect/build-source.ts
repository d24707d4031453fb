import type { Clock } from "../core/clock.ts";
import type { Family } from "../core/family.ts";
import type { FileReader } from "../core/files.ts";
import type { HttpClient } from "../core/http.ts";
import type { AddressTable } from "../core/interface-address.ts";
import type { CommandRunner } from "../core/process.ts";
import type { NeighbourTable } from "../core/neighbour-table.ts";
import type { Random } from "../core/random.ts";
import type { Gateways } from "../gateway/find-gateway.ts";
import type { Homeland, Source } from "./source.ts";
import type { SourceSpec } from "./source-spec.ts";
import { cloudflareTraceSource } from "./sources/cloudflare-trace.ts";
import { commandSource } from "./sources/command.ts";
import { type DnsEchoPorts, dnsEchoSource } from "./sources/dns-echo.ts";
import { fileSource } from "./sources/file.ts";
import { httpEchoSource } from "./sources/http-echo.ts";
import { interfaceSource } from "./sources/interface.ts";
import { neighbourSource } from "./sources/neighbour.ts";
import { routerSource } from "./sources/router.ts";
import { serverSource } from "./sources/server.ts";
import { staticSource } from "./sources/static.ts";
import { stunSource } from "./sources/stun.ts";

/** Everything sources may use of the world. */
export interface DetectPorts extends DnsEchoPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly http: HttpClient;
  readonly addressTable: AddressTable;
  readonly commands: CommandRunner;
  readonly files: FileReader;
  readonly gateways: Gateways;
  /** Undefined where the system does not tell it. */
  readonly neighbours?: NeighbourTable | undefined;
  /** Where this host seems to be, by its settings; built-in echoes that run there are asked first. */
  readonly homeland?: Homeland | undefined;
}

/** Makes the source that a specification describes. */
export function buildSource(spec: SourceSpec, family: Family, ports: DetectPorts): Source {
  const source = build(spec, family, ports);
  return spec.homeland === undefined ? source : { ...source, homeland: spec.homeland };
}

function build(spec: SourceSpec, family: Family, ports: DetectPorts): Source {
  switch (spec.kind) {
    case "interface":
      return interfaceSource(family, spec.interfaceName, ports);
    case "neighbour":
      return neighbourSource(family, spec.mac, ports);
    case "router":
      return routerSource(spec.question, ports);
    case "stun":
      return stunSource(family, spec.server, ports);
    case "http-echo":
      return httpEchoSource(family, spec.echo, ports);
    case "dns-echo":
      return dnsEchoSource(family, spec.echo, ports);
    case "cloudflare-trace":
      return cloudflareTraceSource(family, spec.trace, ports);
    case "server":
      return serverSource(family, spec.server, ports);
    case "static":
      return staticSource(family, spec.addresses, ports);
    case "file":
      return fileSource(family, spec.path, ports);
    case "command":
      return commandSource(family, spec.argv, ports);
  }
}
