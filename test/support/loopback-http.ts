import type { HttpClient } from "../../src/core/http.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { createHostLookup } from "../../src/platform/host-lookup.ts";
import { createHttpClient } from "../../src/platform/http-client.ts";

/** The program's own HTTP client, for conversations with emulators on loopback. */
export const loopbackHttp: HttpClient = createHttpClient(systemClock, createHostLookup(systemClock));
