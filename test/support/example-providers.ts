import { anyAccess } from "./any-access.ts";
import type { Field, ProviderCatalogue, ProviderDeclaration } from "../../src/core/provider.ts";
import { withdrawsAnything } from "../../src/core/withdrawal.ts";

/** Declarations that use every kind of field, for tests of what derives from declarations. They connect to nothing. */

function field(kind: Field["kind"], extras: Partial<Field> = {}): Field {
  return { kind, description: { en: `a ${kind}`, "zh-CN": kind }, isRequired: false, ...extras };
}

function declaration(
  facts: Pick<ProviderDeclaration, "id" | "label" | "credentials"> & Partial<ProviderDeclaration>,
): ProviderDeclaration {
  return {
    site: "https://example.net",
    manual: "https://example.net/manual",
    access: anyAccess,
    kind: "zone-api",
    options: {},
    families: ["ipv4", "ipv6"],
    largestRRset: 32,
    ttl: { min: 60, max: 86_400, fallback: 300 },
    pace: undefined,
    refreshEvery: undefined,
    withdrawal: withdrawsAnything,
    isInDns: true,
    connect: () => {
      throw new Error("an example provider connects to nothing");
    },
    ...facts,
  };
}

const declarations: readonly ProviderDeclaration[] = [
  declaration({
    id: "cloudflare",
    label: "Cloudflare",
    credentials: { token: field("secret"), email: field("text"), globalKey: field("secret"), zoneId: field("text") },
    signIn: [["token"], ["email", "globalKey"]],
    options: { proxied: field("boolean"), comment: field("text"), tags: field("list"), signingKey: field("secret") },
  }),
  declaration({
    id: "duckdns",
    label: "Duck DNS",
    kind: "push",
    credentials: { token: field("secret", { isRequired: true }) },
    families: ["ipv4"],
    largestRRset: 1,
    ttl: undefined,
  }),
  declaration({
    id: "dyndns2",
    label: "dyndns2",
    kind: "push",
    credentials: {
      url: field("url", { isRequired: true }),
      username: field("text", { isRequired: true }),
      password: field("secret", { isRequired: true }),
      families: field("choice", { choices: ["apart", "together"], fallback: "apart" }),
      port: field("integer", { min: 1, max: 65_535 }),
      insecure: field("boolean", { fallback: false }),
    },
  }),
];

export const exampleCatalogue: ProviderCatalogue = {
  ids: declarations.map(({ id }) => id),
  load: async (id) => declarations.find((one) => one.id === id),
};
