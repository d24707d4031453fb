import { families, type Family } from "../../core/family.ts";
import type { Rejected } from "../../core/outcome.ts";
import type { PushRequest, PushService, RRsetChange, ZoneApi } from "../../core/provider.ts";
import { failure } from "../../core/result.ts";
import type { RRType } from "../../core/rr-type.ts";
import { familyOfType } from "../../core/rrset.ts";
import { acceptedTtl } from "../../core/ttl.ts";
import type { ServiceFacts } from "./connection.ts";

/** Holds every service to its declared limits before anything is sent, so that no family checks them itself. */

/** A zone API that refuses what its service cannot hold, and is asked for TTLs within the declared limits only. */
export function guardZoneApi(api: ZoneApi, facts: ServiceFacts): ZoneApi {
  return {
    ...api,
    read: async (zone, owner, type, options, signal) => {
      // Whoever is about to create a record has to know whether an alias is in the way.
      const refusal = type === "CNAME" ? undefined : unsupportedType(type, facts);
      return refusal === undefined ? api.read(zone, owner, type, options, signal) : failure({ outcome: refusal });
    },
    apply: async (zone, change, signal) => {
      const refusal = unsupportedType(change.type, facts) ?? tooMany(change.after.length, facts);
      if (refusal !== undefined) return refusal;
      if (change.edits.length === 0) return { kind: "unchanged" };
      return api.apply(zone, withinTtlLimits(change, facts), signal);
    },
  };
}

/** A push service that refuses what its service cannot publish. */
export function guardPush(service: PushService, facts: ServiceFacts): PushService {
  return {
    ...service,
    push: async (request, signal) => {
      const managed = families.filter((family) => request.addresses[family] !== undefined);
      for (const family of managed) {
        const addresses = request.addresses[family] ?? [];
        const refusal =
          unsupportedFamily(family, facts) ??
          tooMany(addresses.length, facts) ??
          (addresses.length === 0 ? unwithdrawable(family, request, facts) : undefined);
        if (refusal !== undefined) return refusal;
      }
      if (managed.length === 0) return { kind: "unchanged" };
      return service.push(request, signal);
    },
  };
}

function withinTtlLimits(change: RRsetChange, facts: ServiceFacts): RRsetChange {
  if (change.ttl === undefined || facts.ttl === undefined) return change;
  return { ...change, ttl: acceptedTtl(change.ttl, facts.ttl) };
}

function unsupportedType(type: RRType, facts: ServiceFacts): Rejected | undefined {
  const family = familyOfType(type);
  return family === undefined ? refused("unsupported", `${type} records`) : unsupportedFamily(family, facts);
}

function unsupportedFamily(family: Family, facts: ServiceFacts): Rejected | undefined {
  return facts.families.includes(family) ? undefined : refused("unsupported", `${family} at this service`);
}

function tooMany(count: number, facts: ServiceFacts): Rejected | undefined {
  if (count <= facts.largestRRset) return undefined;
  return refused("value-invalid", `${count} values where the service holds at most ${facts.largestRRset}`);
}

function unwithdrawable(family: Family, request: PushRequest, { withdrawal }: ServiceFacts): Rejected | undefined {
  if (!withdrawal.families.includes(family)) return refused("unsupported", `withdrawing ${family} at this service`);
  if (withdrawal.needs === "nothing") return undefined;
  const named = { ...request.alongside, ...request.addresses };
  const other = families.find((one) => one !== family && named[one] !== undefined);
  const hasOther = other !== undefined && (withdrawal.needs === "other-state" || (named[other]?.length ?? 0) > 0);
  return hasOther
    ? undefined
    : refused("unsupported", `withdrawing ${family} at this service without the other family`);
}

function refused(code: Rejected["code"], detail: string): Rejected {
  return { kind: "rejected", code, detail };
}
