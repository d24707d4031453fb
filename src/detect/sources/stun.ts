import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import type { Random } from "../../core/random.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { SourceFailure } from "../../core/verdict.ts";
import { askServer, type UdpPorts } from "../ask-server.ts";
import { type Sighting, type Source, sourceOf } from "../source.ts";
import { decodeBindingAnswer, encodeBindingRequest, type StunAnswer, transactionOctets } from "../stun/message.ts";

/** Asks a STUN server (RFC 8489) over UDP which address it sees. Light: 20 octets out, under 100 back, no TLS. */

export interface StunServer {
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
  readonly operator: string;
}

/** RFC 8489 §18.6 */
export const stunPort = 3478;

/** The initial RTO: first pause before the request is sent again. RFC 8489 §6.2.1 */
const firstPause = Duration.milliseconds(500);

export function stunSource(family: Family, server: StunServer, ports: UdpPorts & { readonly random: Random }): Source {
  const { host, port, operator } = server;
  return sourceOf(
    {
      id: `stun:${host}:${port}`,
      family,
      operator,
      strength: "echo",
      ask: async (limits) => {
        const transaction = ports.random.octets(transactionOctets);
        const request = encodeBindingRequest(transaction);
        const isAnswer = (payload: Uint8Array): boolean => decodeBindingAnswer(payload, transaction).ok;
        const payload = await askServer({ host, port, family, request, isAnswer, firstPause }, ports, limits);
        if (!payload.ok) return payload;
        const answer = decodeBindingAnswer(payload.value, transaction);
        return answer.ok
          ? sightingsOf(answer.value, family)
          : failure({ code: "answer-unreadable", detail: answer.code });
      },
    },
    ports.clock,
  );
}

function sightingsOf(answer: StunAnswer, family: Family): Result<readonly Sighting[], SourceFailure> {
  if (answer.kind === "error") {
    return failure({ code: "answer-unreadable", detail: `STUN error ${answer.code} ${JSON.stringify(answer.reason)}` });
  }
  const address = family === "ipv4" ? answer.mapped.address.unmapped() : answer.mapped.address;
  if (address.family !== family) {
    return failure({ code: "wrong-family", detail: `asked for ${family}, got ${address}` });
  }
  const evidence = {
    port: answer.mapped.port,
    attribute: answer.attribute,
    ...(answer.rewritten === undefined ? {} : { "rewritten-to": answer.rewritten.address.toString() }),
    ...(answer.software === undefined ? {} : { software: answer.software }),
  };
  return ok([{ address, evidence }]);
}
