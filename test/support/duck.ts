import type { HttpRequest, HttpResponse } from "../../src/core/http.ts";
import { type Reply, response } from "./fake-network.ts";

/** Duck DNS in one object: what a name has, and how the service is today. */
export class Duck {
  held = "";
  mood: "well" | "refusing" | "broken" | "silent" = "well";
  /** Tokens that requests carried. */
  readonly tokens: string[] = [];
  /** For a fake network. */
  readonly servers: Readonly<Record<string, (request: HttpRequest) => Reply<HttpResponse>>> = {
    "www.duckdns.org": (request) => this.#answer(request),
  };

  #answer({ url }: HttpRequest): Reply<HttpResponse> {
    this.tokens.push(url.searchParams.get("token") ?? "");
    if (this.mood === "silent") return "silent";
    if (this.mood === "broken") return { answer: response(503, "try later"), delayMs: 5 };
    if (this.mood === "refusing") return { answer: response(200, "KO"), delayMs: 5 };
    const given = url.searchParams.get("ip") ?? "";
    const isSame = given === this.held;
    this.held = given;
    return { answer: response(200, `OK\n${given}\n\n${isSame ? "NOCHANGE" : "UPDATED"}`), delayMs: 5 };
  }
}

/** The agent's only name, whose address is in a file. */
export const duckConfig = `
agent:
  interval: 1h
  names: [{ name: home.duckdns.org, provider: duck, ipv4: "file:/address", ipv6: off }]
providers:
  duck: { type: duckdns, token: env:DUCK_TOKEN, verify: off }
`;

export const duckToken = "canary7k2m-9pqw-4zt8-rvxc-3lbn6syd1fgh";
