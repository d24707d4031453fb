import { type Difference, differences } from "../test/interop/answer-differences.ts";
import type { AuthorityName } from "../test/interop/authorities.ts";

/** Writes `docs/answer-differences.md`: where our answers differ from those of other authorities, as the test has it. */

const names: Readonly<Record<AuthorityName, string>> = {
  knot: "Knot",
  nsd: "NSD",
  bind: "BIND",
  powerdns: "PowerDNS",
};

const head = `# Answers, beside those of Knot, NSD, BIND and PowerDNS

Read this when an answer of Holdfast is not what another authority gives. It lists every difference that is known, with the
document that decides; what an answer must be is in those documents, and none of it is repeated here.

The list is that of a test: Debian 12's Knot DNS 3.2.6, NSD 4.6.1, BIND 9.18 and PowerDNS 4.7.3 serve the same 35 zones
(eleven by hand, the others from chance), and all get the same 20 500 questions over UDP and every tenth over TCP: names above,
below and beside what the zones hold, every type, other classes and opcodes, EDNS in all sizes and versions, and malformed
queries. Answers are compared whole, but for the order in a section. A difference that no row explains fails the test, and so
does a row that explains nothing. \`npm test authority\` runs it; \`HOLDFAST_PROOF=long\` asks 200 000 questions, and
\`HOLDFAST_PROOF_SEED=N\` takes other zones and others of everything.

| Differs from | What | Decided by |
|---|---|---|
`;

function row({ peers, reason, decidedBy }: Difference): string {
  return `| ${peers.map((peer) => names[peer]).join(", ")} | ${reason.replaceAll("|", "\\|")} | ${decidedBy} |\n`;
}

/** Text of the page. */
export function answersDocument(): string {
  return `${head}${differences.map(row).join("")}`;
}
