import type { OwnerName } from "../core/name.ts";
import { inPieces } from "../core/pieces.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { RRset } from "../core/rrset.ts";
import { compareSerials, type SoaSerial } from "../core/serial.ts";
import type { ZoneChange } from "../core/zone-change.ts";
import type { ZoneView } from "../core/zone-view.ts";
import { differenceSteps, type UnfitDifference } from "./difference-steps.ts";
import type { Received } from "./incoming-records.ts";
import type { Primary, PrimaryClient, PrimaryFailure } from "./primary-client.ts";
import { isSameStart } from "./same-start.ts";

/** Makes a zone equal to what one primary has, as one entry of the journal. When it is asked is `zone-copy.ts`'s. */

/** What came of asking. */
export interface Followed {
  readonly form: "whole" | "difference" | "nothing-new";
  readonly serial: SoaSerial;
}

/** Why nothing was changed. `serial-behind`: the primary has an older zone than we. Others are those of the journal. */
export interface FollowFailure {
  readonly code: PrimaryFailure["code"] | UnfitDifference["code"] | "serial-behind" | CommitCode;
  readonly detail: string;
}

/** Why changes did not become durable. */
export type CommitCode =
  | "conflict"
  | "entry-too-large"
  | "journal-full"
  | "journal-unavailable"
  | "memory-full"
  | "zone-not-served"
  | "zone-exists"
  | "zone-is-copy";

type Decided = Result<readonly ZoneChange[], FollowFailure & { readonly code: CommitCode }>;

export interface FollowPorts {
  readonly client: Pick<PrimaryClient, "serial" | "fetch">;
  readonly view: Pick<ZoneView, "zone" | "rrset" | "rrsets">;
  /** Makes changes of a zone durable and served; nothing changes it between the decision and that. */
  readonly commit: (
    apex: OwnerName,
    primary: Primary,
    decide: () => Promise<Decided>,
  ) => Promise<Result<unknown, FollowFailure & { readonly code: CommitCode }>>;
  /** Steps from one content to another; serials are no difference. */
  readonly stepsToReplace: (
    present: Iterable<RRset>,
    wanted: readonly RRset[],
  ) => Generator<void, readonly ZoneChange[]>;
}

type FollowResult = Result<Followed, FollowFailure>;

/** Failures of an IXFR after which the whole zone may still be had. RFC 1995 §4 */
const wholeMayHelp: ReadonlySet<FollowFailure["code"]> = new Set<FollowFailure["code"]>([
  "answer-refused",
  "answer-cut-short",
  "connection-reset",
  "order-wrong",
  "difference-unfit",
  "entry-too-large",
]);

export function followPrimary(
  ports: FollowPorts,
): (
  apex: OwnerName,
  primary: Primary,
  how: { readonly isWhole: boolean },
  signal: AbortSignal,
) => Promise<FollowResult> {
  const { client, view } = ports;
  return async (apex, primary, { isWhole }, signal) => {
    const start = isWhole ? undefined : view.rrset(apex, "SOA");
    const ours = start && view.zone(apex)?.serial;
    if (start === undefined || ours === undefined) {
      const fetched = await client.fetch(primary, apex, undefined, signal);
      return fetched.ok ? take(ports, apex, primary, fetched.value) : fetched;
    }
    const theirs = await client.serial(primary, apex, signal);
    if (theirs.ok) {
      const order = compareSerials(theirs.value, ours);
      if (order === 0) return ok({ form: "nothing-new", serial: ours });
      if (order !== 1) return behind(theirs.value, ours);
    } else if (theirs.code !== "timed-out") {
      return theirs;
    }
    // Where UDP is blocked, asking for changes over TCP tells as much.
    const fetched = await client.fetch(primary, apex, start, signal);
    const followed = fetched.ok ? await take(ports, apex, primary, fetched.value, ours) : fetched;
    if (followed.ok || !theirs.ok || signal.aborted || !wholeMayHelp.has(followed.code)) return followed;
    const whole = await client.fetch(primary, apex, undefined, signal);
    return whole.ok ? take(ports, apex, primary, whole.value, ours) : whole;
  };
}

/** @param ours the serial that what came must be later than; undefined takes any. */
async function take(
  { view, commit, stepsToReplace }: FollowPorts,
  apex: OwnerName,
  primary: Primary,
  received: Received,
  ours?: SoaSerial,
): Promise<FollowResult> {
  const { kind: form, serial } = received;
  const order = ours === undefined ? 1 : compareSerials(serial, ours);
  if (order === 0) return ok({ form: "nothing-new", serial });
  if (order !== 1) return behind(serial, ours);
  if (received.kind === "nothing-new") return behind(serial, ours);
  let steps: readonly ZoneChange[] = [];
  if (received.kind === "difference") {
    const read = (owner: OwnerName, type: RRset["type"]): RRset | undefined => view.rrset(owner, type);
    const changes = differenceSteps(received.steps, read);
    if (!changes.ok) return changes;
    const { start } = received;
    const before = view.rrset(apex, "SOA");
    const isSame = before !== undefined && isSameStart(before, start);
    steps = isSame ? changes.value : [{ kind: "rrset-replaced", ...start }, ...changes.value];
  }
  const committed = await commit(apex, primary, async () => {
    const zone = view.zone(apex);
    const isNew: readonly ZoneChange[] = zone === undefined ? [{ kind: "zone-added", serialBase: serial }] : [];
    if (received.kind === "whole") {
      steps = await inPieces(stepsToReplace(zone === undefined ? [] : view.rrsets(apex), received.rrsets));
      if (steps.length === 0 && zone?.serial === serial) return ok([]);
    }
    return ok([...isNew, { kind: "serial-set", serial }, ...steps]);
  });
  return committed.ok ? ok({ form, serial }) : failure({ code: committed.code, detail: committed.detail });
}

function behind(theirs: SoaSerial, ours: SoaSerial | undefined): FollowResult {
  return failure({ code: "serial-behind", detail: `serial ${theirs}, ours is ${ours}` });
}
