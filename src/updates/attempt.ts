import type { Actor, HttpDialect } from "../core/journal.ts";
import { OwnerName } from "../core/name.ts";
import { type Failure, failure, type Result } from "../core/result.ts";
import type { Credentials, Principal } from "./authenticate.ts";
import type { Asked, DialectPorts } from "./dialect.ts";
import { challengeOwner } from "./host-rights.ts";
import { principalOf } from "./http-principal.ts";
import { type AddressWish, publishAddresses } from "./publish-addresses.ts";
import { type Published, type PublishFailure, publishRRsets, type RRsetWish } from "./publish-rrsets.ts";
import { type TextStep, textWish } from "./publish-text.ts";
import { nameToShow } from "./refusal.ts";

/** One request of one client on its way through the door, whatever its dialect. */

/**
 * What a refusal comes from; every dialect has words for each.
 *
 * - `credentials`: they do not fit; the client should stop.
 * - `name`: not one of this token, or not there.
 * - `value`: an address or text that cannot be published.
 * - `records`: something else stands at the name, and somebody has to take it away.
 * - `server`: nothing can be looked up or stored at the moment; the client should come again.
 */
export type Blame = "credentials" | "name" | "value" | "records" | "server";

/** A refusal as a failure. */
export interface Refused {
  readonly code: Blame;
}

const blames: Readonly<Record<PublishFailure["code"], Blame>> = {
  "name-not-found": "name",
  "value-invalid": "value",
  "conflicting-records": "records",
  conflict: "server",
  "zone-exists": "server",
  // The name is not to be changed here, which no repetition cures.
  "zone-is-copy": "name",
  "entry-too-large": "server",
  "memory-full": "server",
  "journal-full": "server",
  "journal-unavailable": "server",
};

export class Attempt {
  readonly #asked: Asked;
  readonly #ports: DialectPorts;
  readonly #transport: HttpDialect;

  constructor(asked: Asked, ports: DialectPorts, transport: HttpDialect) {
    this.#asked = asked;
    this.#ports = ports;
    this.#transport = transport;
  }

  /** Who asks, by credentials that the dialect has found, or else by the `Authorization` header. */
  async signIn(credentials?: Credentials): Promise<Result<Principal, Refused>> {
    const { request, peer } = this.#asked;
    const principal = await principalOf(request, this.#transport, peer, this.#ports, credentials);
    if (principal.ok) return principal;
    return refused(principal.code === "accounts-unavailable" ? "server" : "credentials");
  }

  /** Publishes addresses of one name. */
  publish(principal: Principal, wish: AddressWish): Promise<Result<Published, Refused>> {
    return this.#report(principal, wish.owner, (origin) => publishAddresses(this.#ports, principal, wish, origin));
  }

  /** Publishes RRsets, all or none. */
  publishRRsets(principal: Principal, wishes: readonly RRsetWish[]): Promise<Result<Published, Refused>> {
    const owner = wishes[0]?.owner ?? principal.host;
    return this.#report(principal, owner, (origin) => publishRRsets(this.#ports, principal, wishes, origin));
  }

  /** Publishes a proof, at the principal's own place unless an owner is given. */
  publishText(principal: Principal, step: TextStep, at?: OwnerName): Promise<Result<Published, Refused>> {
    const owner = at ?? challengeOwner(principal.host);
    return owner === undefined
      ? Promise.resolve(refused("name"))
      : this.publishRRsets(principal, [textWish(owner, step)]);
  }

  /** Sends away who asks for a name that is not the token's. */
  refuseName(principal: Principal, text: string): Failure<Refused> {
    const name = nameToShow(text, this.#ports.view);
    const { peer } = this.#asked;
    this.#ports.onRefused({
      reason: "name-not-covered",
      transport: this.#transport,
      peer,
      name,
      host: principal.host,
    });
    return refused("name");
  }

  async #report(
    principal: Principal,
    owner: OwnerName,
    publish: (origin: Parameters<typeof publishRRsets>[3]) => Promise<Result<Published, PublishFailure>>,
  ): Promise<Result<Published, Refused>> {
    const actor: Actor = { kind: "token", tokenId: principal.tokenId, host: principal.host };
    const published = await publish({ actor, transport: this.#transport, peer: this.#asked.peer });
    if (published.ok) return published;
    if (published.code === "name-not-found") return this.refuseName(principal, owner.hostname);
    return refused(blames[published.code]);
  }
}

export function refused(code: Blame): Failure<Refused> {
  return failure({ code });
}

/** The host of a token when the text means it: by its full name, or by its first label as services write it. */
export function hostMeant(text: string, { host }: Principal): OwnerName | undefined {
  const bare = text.trim().replace(/\.$/, "");
  const [label = ""] = host.hostname.split(".");
  if (bare.toLowerCase() === label) return host;
  const name = OwnerName.parse(bare);
  return name.ok && name.value.equals(host) ? host : undefined;
}

/** As `hostMeant`, for a list with commas; every item must mean it. */
export function hostOfList(text: string, principal: Principal): OwnerName | undefined {
  const items = text.split(",").filter((item) => item.trim() !== "");
  return items.length > 0 && items.every((item) => hostMeant(item, principal) !== undefined)
    ? principal.host
    : undefined;
}
