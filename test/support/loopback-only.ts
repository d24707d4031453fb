import { isIP } from "node:net";

/** Loaded before every test: the global `fetch` reaches loopback and nothing else. */

const real = globalThis.fetch;

function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return bare === "localhost" || bare === "::1" || (isIP(bare) === 4 && bare.startsWith("127."));
}

const guarded = (input: string | URL | Request, init?: BunFetchRequestInit): Promise<Response> => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (!isLoopback(url.hostname) && init?.unix === undefined) {
    throw new Error(`a test tried to reach ${url.hostname}; tests stay on loopback`);
  }
  return real(input, init);
};

globalThis.fetch = Object.assign(guarded, { preconnect: real.preconnect });
