import { conformsAsClosedService } from "../../test/conformance/closed-service.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./hetzner-legacy.ts";

conformsAsClosedService({ provider, settings: { token: new Secret("CANARY-old-token") }, successor: "hetzner" });
