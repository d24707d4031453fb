import type { Clock } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import { type Failure, failure, ok } from "../../core/result.ts";
import type { SourceFailCode, SourceFailure } from "../../core/verdict.ts";
import type { FoundGateway, Gateways } from "../../gateway/find-gateway.ts";
import type { ExternalAddress, GatewayFailCode, GatewayFailure, GatewayProtocol } from "../../gateway/gateway.ts";
import { isBehindTranslator } from "../../gateway/link.ts";
import { type Sighting, type Source, sourceOf } from "../source.ts";

/** Asks the router of the default route which address it has on its other side. IPv4: IPv6 is not translated. */

export interface RouterQuestion {
  /** The only one to ask by; undefined tries all. */
  readonly protocol: GatewayProtocol | undefined;
  /** True where a router that has not been found yet is one source of many, and nobody's answer should wait for it. */
  readonly isBrief: boolean;
}

/** Whoever is asked: a host has one router at a time, whatever it speaks. */
export const routerOperator = "router";

/**
 * How long the search for a router may keep a survey waiting; it goes on for the next one. A router that is known answers
 * within milliseconds, one that speaks UPnP alone is found in about so long.
 */
const briefSearch = Duration.milliseconds(600);

/** For a question to a router that is known. */
const answerTimeout = Duration.seconds(1);

export function routerSource(
  question: RouterQuestion,
  ports: { readonly gateways: Gateways; readonly clock: Clock },
): Source {
  const { protocol, isBrief } = question;
  const { gateways, clock } = ports;
  const wish = {
    family: "ipv4",
    purpose: "address",
    ...(protocol === undefined ? {} : { protocols: [protocol] }),
  } as const;
  return sourceOf(
    {
      id: protocol === undefined ? "router" : `router:${protocol}`,
      family: "ipv4",
      operator: routerOperator,
      strength: "direct",
      ask: async ({ timeout, signal }) => {
        const link = await gateways.link("ipv4");
        if (!link.ok) return sourceFailure(link);
        if (!isBehindTranslator(link.value)) {
          const detail = `${link.value.localAddress} of this host is not behind a translating router`;
          return failure({ code: "no-address", detail });
        }
        const found = await gateways.find(wish, { timeout: isBrief ? briefSearch : timeout, signal });
        if (!found.ok) return sourceFailure(found);
        const external = await found.value.client.externalAddress({ timeout: answerTimeout, signal });
        if (!external.ok) return sourceFailure(external);
        const { address } = external.value;
        if (address.family === "ipv4") return ok([sightingOf(external.value, found.value)]);
        return failure({ code: "wrong-family", detail: `the router has ${address}` });
      },
    },
    clock,
  );
}

function sightingOf({ address, epoch }: ExternalAddress, { client, link }: FoundGateway): Sighting {
  const evidence = {
    protocol: client.protocol,
    gateway: link.gateway.toString(),
    interface: link.interfaceName,
    ...(client.label === link.gateway.toString() ? {} : { model: client.label }),
    ...(epoch === undefined ? {} : { "uptime-seconds": epoch.seconds }),
  };
  return { address, evidence };
}

function sourceFailure({ code, detail }: GatewayFailure): Failure<SourceFailure> {
  return failure({ code: codeOf(code), detail });
}

/** Ports are no subject of a question for an address. */
function codeOf(code: GatewayFailCode): SourceFailCode {
  return code === "gateway-port-taken" ? "gateway-busy" : code;
}
