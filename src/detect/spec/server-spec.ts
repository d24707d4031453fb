import { OwnerName } from "../../core/name.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { operatorOf } from "../operators.ts";
import { dnsPort } from "../sources/dns-echo.ts";
import { mayAsk } from "../sources/http-echo.ts";
import type { ReflectingServer } from "../sources/server.ts";
import type { Fields } from "./fields.ts";
import { parseHostPort } from "./host-port.ts";
import { readUrl } from "./http-echo-spec.ts";
import type { SpecFailure } from "./spec-failure.ts";

/**
 * Reads `url`, `name` (one of the server's reflecting names), `server` (where DNS is asked for it; the host of the URL when
 * absent), `insecure` and `operator`.
 */
export function parseServer(fields: Fields): Result<ReflectingServer, SpecFailure> {
  const url = readUrl(fields);
  // The key of a provider would have been replaced by its URL before.
  if (!url.ok) return url.code === "bad-url" ? failure({ code: "server-unknown", subject: url.subject }) : url;
  const whoami = readWhoami(fields, url.value);
  if (!whoami.ok) return whoami;
  const isInsecure = fields.isTrue("insecure");
  if (!isInsecure.ok) return isInsecure;
  const operator = fields.text("operator");
  if (!operator.ok) return operator;
  const rest = fields.end();
  if (!rest.ok) return rest;
  const server = {
    url: url.value,
    isInsecure: isInsecure.value,
    whoami: whoami.value,
    operator: operator.value ?? operatorOf(url.value.hostname),
  };
  return mayAsk(server) ? ok(server) : failure({ code: "url-not-https", subject: url.value.origin });
}

function readWhoami(fields: Fields, url: URL): Result<ReflectingServer["whoami"], SpecFailure> {
  const text = fields.text("name");
  if (!text.ok) return text;
  const place = fields.text("server");
  if (!place.ok) return place;
  if (text.value === undefined) {
    return place.value === undefined ? ok(undefined) : failure({ code: "key-missing", subject: "name" });
  }
  const name = OwnerName.parse(text.value);
  if (!name.ok || name.value.isRoot) return failure({ code: "bad-name", subject: text.value });
  const server = parseHostPort(place.value ?? url.hostname, dnsPort);
  if (!server.ok) return server;
  return ok({ name: name.value, type: "address", class: "IN", ...server.value, isAuthority: true, isReflection: true });
}
