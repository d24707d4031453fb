import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { actualRecord, rdataList } from "../../test/support/reconcile-values.ts";
import { name, ttl } from "../../test/support/values.ts";
import { equalOctets } from "../core/octets.ts";
import type { ActualRecord, ActualRRset, RecordEdit } from "../core/provider.ts";
import { canonicalRdata, rdataAddress, sameRdata } from "../core/rrset.ts";
import { Secret } from "../core/secret.ts";
import { divideRecords } from "./ownership.ts";
import { outcomeOfRefusal, type Plan, type PlanRequest, planRRset } from "./plan.ts";

const roomy: PlanRequest["service"] = { largestRRset: 100, ttl: undefined };

function request(settings: Partial<PlanRequest> & { readonly records?: readonly ActualRecord[] }): PlanRequest {
  return {
    owner: name("home.example.net"),
    type: "A",
    wanted: [],
    actual: { kind: "known", rrset: { records: settings.records ?? [], isMasked: false }, conflicting: [] },
    ownership: "rrset",
    put: [],
    ttl: undefined,
    options: {},
    service: roomy,
    withdrawals: { withdrawing: 1, kept: 2 },
    withdrawalLimit: { share: 0.5, count: 3 },
    mode: "difference",
    ...settings,
  };
}

/** One line per step, for instance `update #1 192.0.2.1 -> 192.0.2.2`. */
function tell(plan: Plan): readonly string[] {
  if (plan.kind === "unchanged") return ["unchanged"];
  if (plan.kind === "refused") return [`refused ${plan.code}: ${plan.detail}`];
  const show = (rdata: Uint8Array): string => rdataAddress(rdata)?.toString() ?? "?";
  return plan.change.edits.map((edit) => {
    if (edit.kind === "create") return `create ${show(edit.rdata)}`;
    const record = `#${edit.record.id} ${show(edit.record.rdata)}`;
    return edit.kind === "delete" ? `delete ${record}` : `update ${record} -> ${show(edit.rdata)}`;
  });
}

describe("planRRset", () => {
  const [one, two, three] = [
    actualRecord("1", "192.0.2.1"),
    actualRecord("2", "192.0.2.2"),
    actualRecord("3", "192.0.2.3"),
  ];
  const rows: readonly {
    readonly name: string;
    readonly given: Parameters<typeof request>[0];
    readonly steps: readonly string[];
  }[] = [
    {
      name: "nothing there, one wanted / create",
      given: { wanted: rdataList("192.0.2.1") },
      steps: ["create 192.0.2.1"],
    },
    {
      name: "the same value there / unchanged",
      given: { records: [one], wanted: rdataList("192.0.2.1") },
      steps: ["unchanged"],
    },
    {
      name: "nothing there, nothing wanted / unchanged",
      given: {},
      steps: ["unchanged"],
    },
    {
      name: "another value there / updated in place, keeping the record",
      given: { records: [one], wanted: rdataList("192.0.2.9") },
      steps: ["update #1 192.0.2.1 -> 192.0.2.9"],
    },
    {
      name: "one right, one wrong / only the wrong one is touched",
      given: { records: [one, two], wanted: rdataList("192.0.2.1", "192.0.2.9") },
      steps: ["update #2 192.0.2.2 -> 192.0.2.9"],
    },
    {
      name: "more wanted than there / updates first, then creations",
      given: { records: [one], wanted: rdataList("192.0.2.8", "192.0.2.9") },
      steps: ["update #1 192.0.2.1 -> 192.0.2.8", "create 192.0.2.9"],
    },
    {
      name: "fewer wanted than there / update first, then deletions",
      given: { records: [one, two, three], wanted: rdataList("192.0.2.9") },
      steps: ["update #1 192.0.2.1 -> 192.0.2.9", "delete #2 192.0.2.2", "delete #3 192.0.2.3"],
    },
    {
      name: "withdrawn / all of ours deleted",
      given: { records: [one, two] },
      steps: ["delete #1 192.0.2.1", "delete #2 192.0.2.2"],
    },
    {
      name: "value listed twice / one value, so nothing to do",
      given: { records: [one, actualRecord("1b", "192.0.2.1")], wanted: rdataList("192.0.2.1") },
      steps: ["unchanged"],
    },
    {
      name: "value listed twice and another wanted / the copy is reused",
      given: { records: [one, actualRecord("1b", "192.0.2.1")], wanted: rdataList("192.0.2.1", "192.0.2.2") },
      steps: ["update #1b 192.0.2.1 -> 192.0.2.2"],
    },
    {
      name: "value listed twice and withdrawn / both deleted",
      given: { records: [one, actualRecord("1b", "192.0.2.1")] },
      steps: ["delete #1 192.0.2.1", "delete #1b 192.0.2.1"],
    },
    {
      name: "another TTL set by the user / the record is updated with its own value",
      given: {
        records: [actualRecord("1", "192.0.2.1", { ttl: 3600 })],
        wanted: rdataList("192.0.2.1"),
        ttl: ttl(60),
      },
      steps: ["update #1 192.0.2.1 -> 192.0.2.1"],
    },
    {
      name: "another TTL but none set by the user / the provider's is kept",
      given: { records: [actualRecord("1", "192.0.2.1", { ttl: 3600 })], wanted: rdataList("192.0.2.1") },
      steps: ["unchanged"],
    },
    {
      name: "TTL below what the service takes / the nearest one is compared, so no difference forever",
      given: {
        records: [actualRecord("1", "192.0.2.1", { ttl: 300 })],
        wanted: rdataList("192.0.2.1"),
        ttl: ttl(30),
        service: { largestRRset: 100, ttl: { min: 300, max: 3600 } },
      },
      steps: ["unchanged"],
    },
    {
      name: "TTL the provider does not tell / cannot differ",
      given: { records: [one], wanted: rdataList("192.0.2.1"), ttl: ttl(60) },
      steps: ["unchanged"],
    },
    {
      name: "TTL of a masked RRset / is the proxy's business",
      given: {
        actual: {
          kind: "known",
          rrset: { records: [actualRecord("1", "192.0.2.1", { ttl: 1 })], isMasked: true },
          conflicting: [],
        },
        wanted: rdataList("192.0.2.1"),
        ttl: ttl(60),
      },
      steps: ["unchanged"],
    },
    {
      name: "a field the user set differs / updated in place",
      given: {
        records: [actualRecord("1", "192.0.2.1", { fields: { proxied: false, comment: "mine" } })],
        wanted: rdataList("192.0.2.1"),
        options: { proxied: true },
      },
      steps: ["update #1 192.0.2.1 -> 192.0.2.1"],
    },
    {
      name: "fields the user did not set, a secret one, and a list in another order / no difference",
      given: {
        records: [
          actualRecord("1", "192.0.2.1", { fields: { proxied: true, tags: ["b", "a"], key: new Secret("x") } }),
        ],
        wanted: rdataList("192.0.2.1"),
        options: { tags: ["a", "b"], key: new Secret("y"), weight: 10, comment: undefined },
      },
      steps: ["unchanged"],
    },
    {
      name: "a number and a truth value that the service writes as texts / no difference",
      given: {
        records: [actualRecord("1", "192.0.2.1", { fields: { weight: "10", proxied: "true" } })],
        wanted: rdataList("192.0.2.1"),
        options: { weight: 10, proxied: true },
      },
      steps: ["unchanged"],
    },
    {
      name: "refresh / what is right is sent again",
      given: { records: [one], wanted: rdataList("192.0.2.1"), mode: "refresh" },
      steps: ["update #1 192.0.2.1 -> 192.0.2.1"],
    },
    {
      name: "refresh of a withdrawn name / nothing to send",
      given: { mode: "refresh" },
      steps: ["unchanged"],
    },
    {
      name: "CNAME at the owner / refused, it is somebody's decision",
      given: {
        actual: { kind: "known", rrset: { records: [], isMasked: false }, conflicting: ["CNAME"] },
        wanted: rdataList("192.0.2.1"),
      },
      steps: ["refused conflicting-records: CNAME exists at home.example.net."],
    },
    {
      name: "CNAME at the owner and nothing wanted / unchanged",
      given: { actual: { kind: "known", rrset: { records: [], isMasked: false }, conflicting: ["CNAME"] } },
      steps: ["unchanged"],
    },
    {
      name: "actual unknown / refused, whatever is wanted",
      given: { actual: { kind: "unknown", detail: "page 2 was missing" }, wanted: rdataList("192.0.2.1") },
      steps: ["refused actual-unknown: page 2 was missing"],
    },
    {
      name: "values ownership, others publish too / theirs stay",
      given: {
        records: [one, two],
        ownership: "values",
        put: rdataList("192.0.2.1"),
        wanted: rdataList("192.0.2.9"),
      },
      steps: ["update #1 192.0.2.1 -> 192.0.2.9"],
    },
    {
      name: "values ownership without memory / ours is added beside",
      given: { records: [one], ownership: "values", wanted: rdataList("192.0.2.9") },
      steps: ["create 192.0.2.9"],
    },
    {
      name: "values ownership, withdrawn / only ours is deleted",
      given: { records: [one, two], ownership: "values", put: rdataList("192.0.2.1") },
      steps: ["delete #1 192.0.2.1"],
    },
    {
      name: "values ownership, withdrawn without memory / nothing is known to be ours",
      given: { records: [one], ownership: "values" },
      steps: ["unchanged"],
    },
    {
      name: "values ownership, no room beside the others / refused",
      given: {
        records: [one],
        ownership: "values",
        wanted: rdataList("192.0.2.9"),
        service: { largestRRset: 1, ttl: undefined },
      },
      steps: ["refused foreign-records: the service holds 1 per RRset, others hold 1"],
    },
    {
      name: "withdrawing more than the number always allowed and more than the share / refused",
      given: { records: [one], withdrawals: { withdrawing: 4, kept: 6 } },
      steps: ["refused change-too-large: 4 of 6 RRsets would be withdrawn at once"],
    },
    {
      name: "withdrawing exactly the share / allowed, one family of dual-stack names may go",
      given: { records: [one], withdrawals: { withdrawing: 4, kept: 8 } },
      steps: ["delete #1 192.0.2.1"],
    },
    {
      name: "withdrawing all of a few / allowed, a household has few names",
      given: { records: [one], withdrawals: { withdrawing: 3, kept: 3 } },
      steps: ["delete #1 192.0.2.1"],
    },
    {
      name: "withdrawing much with a person's word / allowed",
      given: { records: [one], withdrawals: { withdrawing: 9, kept: 9 }, withdrawalLimit: undefined },
      steps: ["delete #1 192.0.2.1"],
    },
    {
      name: "withdrawing what is not there / no withdrawal, so no limit",
      given: { withdrawals: { withdrawing: 9, kept: 9 } },
      steps: ["unchanged"],
    },
  ];
  for (const row of rows) {
    test(row.name, () => {
      expect(tell(planRRset(request(row.given)))).toEqual(row.steps);
    });
  }

  test("a change carries the user's TTL within the service's limits, and the user's options", () => {
    const plan = planRRset(
      request({
        wanted: rdataList("192.0.2.1"),
        ttl: ttl(30),
        options: { proxied: true },
        service: { largestRRset: 1, ttl: { min: 60, max: 86_400 } },
      }),
    );
    expect(plan).toMatchObject({ kind: "change", change: { ttl: 60, options: { proxied: true } } });
  });

  test("an unknown actual is temporary, every other refusal waits for a person", () => {
    const refusal = { kind: "refused", detail: "why" } as const;
    expect(outcomeOfRefusal({ ...refusal, code: "actual-unknown" }).kind).toBe("failed");
    for (const code of ["change-too-large", "foreign-records", "conflicting-records"] as const) {
      expect(outcomeOfRefusal({ ...refusal, code })).toEqual({ kind: "rejected", code, detail: "why" });
    }
  });
});

/** A provider's store of single records: performs edits one after the other, inventing identities. */
function perform(records: readonly ActualRecord[], edits: readonly RecordEdit[], change: PlanRequest): ActualRecord[] {
  const held = [...records];
  for (const [index, edit] of edits.entries()) {
    const fields = Object.fromEntries(Object.entries(change.options).filter(([, value]) => value !== undefined));
    if (edit.kind === "create") {
      held.push({ id: `new-${index}`, rdata: edit.rdata, ttl: change.ttl, fields });
      continue;
    }
    const at = held.indexOf(edit.record);
    if (at < 0) throw new Error("an edit names a record that does not exist");
    if (edit.kind === "delete") held.splice(at, 1);
    else {
      const record = edit.record;
      held[at] = {
        ...record,
        rdata: edit.rdata,
        ttl: change.ttl ?? record.ttl,
        fields: { ...record.fields, ...fields },
      };
    }
  }
  return held;
}

describe("planRRset, for any RRset", () => {
  // Few values, so that coincidences are the rule.
  const value = fc.integer({ min: 1, max: 6 }).map((last) => Uint8Array.of(192, 0, 2, last));
  const record = fc.record({
    rdata: value,
    ttl: fc.constantFrom(undefined, ttl(60), ttl(300)),
    fields: fc.constantFrom({}, { proxied: true }, { proxied: false, comment: "hand-made" }),
  });
  const situation = fc
    .record({
      records: fc.array(record, { maxLength: 6 }),
      wanted: fc.array(value, { maxLength: 4 }),
      put: fc.array(value, { maxLength: 4 }),
      ownership: fc.constantFrom("rrset", "values") as fc.Arbitrary<"rrset" | "values">,
      ttl: fc.constantFrom(undefined, ttl(60)),
      options: fc.constantFrom({}, { proxied: true }),
      mode: fc.constantFrom("difference", "refresh") as fc.Arbitrary<"difference" | "refresh">,
    })
    .map((drawn) => request({ ...drawn, records: drawn.records.map((one, index) => ({ ...one, id: `${index}` })) }));

  function rrsetOf(given: PlanRequest): ActualRRset {
    return given.actual.kind === "known" ? given.actual.rrset : { records: [], isMasked: false };
  }

  test("edits applied to what was there give exactly what was planned, and planning again is empty", () => {
    fc.assert(
      fc.property(situation, (given) => {
        const plan = planRRset(given);
        if (plan.kind !== "change") return;
        const { records } = rrsetOf(given);
        const held = perform(records, plan.change.edits, given);
        expect(
          sameRdata(
            held.map((one) => one.rdata),
            plan.change.after,
          ),
        ).toBe(true);
        const again = { ...given, mode: "difference" as const, put: given.wanted };
        const next = { kind: "known" as const, rrset: { records: held, isMasked: false }, conflicting: [] };
        expect(tell(planRRset({ ...again, actual: next }))).toEqual(["unchanged"]);
      }),
      { numRuns: 2_000 },
    );
  });

  test("a foreign record is never touched and stays in the result", () => {
    fc.assert(
      fc.property(situation, (given) => {
        const plan = planRRset(given);
        if (plan.kind !== "change") return;
        const { foreign } = divideRecords(rrsetOf(given).records, given.ownership, given.put, given.wanted);
        const touched = plan.change.edits.flatMap((edit) => (edit.kind === "create" ? [] : [edit.record]));
        for (const theirs of foreign) {
          expect(touched).not.toContain(theirs);
          expect(plan.change.after.some((rdata) => equalOctets(rdata, theirs.rdata))).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("updates come before creations, creations before deletions, and no record is named twice", () => {
    const rank = { update: 0, create: 1, delete: 2 } as const;
    fc.assert(
      fc.property(situation, (given) => {
        const plan = planRRset(given);
        if (plan.kind !== "change") return;
        const ranks = plan.change.edits.map((edit) => rank[edit.kind]);
        expect(ranks).toEqual(ranks.toSorted());
        const touched = plan.change.edits.flatMap((edit) => (edit.kind === "create" ? [] : [edit.record]));
        expect(new Set(touched).size).toBe(touched.length);
      }),
      { numRuns: 1_000 },
    );
  });

  test("no smaller number of edits would do", () => {
    fc.assert(
      fc.property(situation, (drawn) => {
        // Values alone: each missing value needs an edit, and so does each surplus record that no missing value reuses.
        const given: PlanRequest = { ...drawn, ttl: undefined, options: {}, mode: "difference" };
        const plan = planRRset(given);
        const { ours } = divideRecords(rrsetOf(given).records, given.ownership, given.put, given.wanted);
        const wanted = canonicalRdata(given.wanted);
        const missing = wanted.filter((rdata) => !ours.some((one) => equalOctets(one.rdata, rdata))).length;
        const surplus = ours.filter((one) => !wanted.some((rdata) => equalOctets(one.rdata, rdata))).length;
        const count = plan.kind === "change" ? plan.change.edits.length : 0;
        expect(count).toBe(Math.max(missing, surplus));
      }),
      { numRuns: 2_000 },
    );
  });
});
