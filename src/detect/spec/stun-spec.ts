import { failure, ok, type Result } from "../../core/result.ts";
import { operatorOf } from "../operators.ts";
import { type StunServer, stunPort } from "../sources/stun.ts";
import type { Fields } from "./fields.ts";
import { parseHostPort } from "./host-port.ts";
import type { SpecFailure } from "./spec-failure.ts";

/** Reads `server` (host and port) and `operator`. */
export function parseStunServer(fields: Fields): Result<StunServer, SpecFailure> {
  const server = fields.text("server");
  if (!server.ok) return server;
  if (server.value === undefined) return failure({ code: "key-missing", subject: "server" });
  const operator = fields.text("operator");
  if (!operator.ok) return operator;
  const rest = fields.end();
  if (!rest.ok) return rest;
  const place = parseHostPort(server.value, stunPort);
  if (!place.ok) return place;
  return ok({ ...place.value, operator: operator.value ?? operatorOf(place.value.host) });
}
