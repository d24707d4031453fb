import { startAnsweringRRsets } from "./answering-rrsets.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import { usualNow, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import type { RRset, RRsetRules } from "./rrset-rules.ts";
import { basicDayOf, basicTimeOf, scopedProblem, type ScopedProblem, type ScopedScheme } from "./signatures/scoped.ts";

/**
 * Amazon Route 53 as its reference describes it (2013-04-01, 2026-11): XML, lists that begin at a name, wildcards as
 * octal numbers, changes in batches, withdrawals that repeat what is there.
 */
export function startRoute53({ now = usualNow }: { readonly now?: () => number } = {}): Promise<EmulatedZones> {
  return startAnsweringRRsets({
    hosts: [account.host],
    limits: { minTtl: 0, maxTtl: 2_147_483_647, mostValues: 400 },
    usualTtl: 300,
    isWrite: ({ method }) => method === "POST",
    answer: (request, rules) => {
      const problem = scopedProblem(request, scheme, { ...account, now: now() });
      return problem === undefined ? answer(rules, request) : refusal(...authProblems[problem]);
    },
  });
}

export const route53KeyId = "AKIAEXAMPLEOFROUTE53";
export const route53Secret = "CANARY/secret+of/Route53/EXAMPLEKEY00000";

const account = {
  host: "route53.amazonaws.com",
  keyId: route53KeyId,
  secret: route53Secret,
};

const scheme: ScopedScheme = {
  algorithm: "AWS4-HMAC-SHA256",
  secretPrefix: "AWS4",
  timeField: "x-amz-date",
  timeOf: basicTimeOf,
  dayOf: basicDayOf,
  rest: ["us-east-1", "route53", "aws4_request"],
  needed: ["x-amz-date", "content-type"],
};

const authProblems: Readonly<Record<ScopedProblem, readonly [number, string]>> = {
  missing: [403, "MissingAuthenticationToken"],
  key: [403, "InvalidClientTokenId"],
  time: [403, "RequestExpired"],
  signature: [403, "SignatureDoesNotMatch"],
};

function answer(rules: RRsetRules, request: ReceivedRequest): EmulatedAnswer {
  // Some clients write collections with a slash at their end.
  const [version, collection, id, part, ...rest] = request.path.slice(1).replace(/\/$/, "").split("/");
  if (version === "2013-04-01" && collection === "hostedzonesbyname" && id === undefined) return zonesByName(rules);
  if (version !== "2013-04-01" || collection !== "hostedzone" || rest.length > 0) return refusal(404, "NotFound");
  if (id === undefined) return listZones(rules, request);
  const zone = rules.store.zones[Number(/^Z(\d+)X$/.exec(id)?.[1] ?? 0) - 1];
  if (zone === undefined) return refusal(404, "NoSuchHostedZone");
  if (part === undefined) return document("GetHostedZoneResponse", zoneElement(rules, zone));
  if (part !== "rrset") return refusal(404, "NotFound");
  return request.method === "POST" ? writeBatch(rules, zone, request) : listRRsets(rules, zone, request);
}

function listZones(rules: RRsetRules, request: ReceivedRequest): EmulatedAnswer {
  const most = Math.min(100, Number(request.query.get("maxitems") ?? 100));
  const start = Number(request.query.get("marker") ?? 0);
  const here = rules.store.zones.slice(start, start + most).map((zone) => zoneElement(rules, zone));
  const isTruncated = start + most < rules.store.zones.length;
  const marker = isTruncated ? `<NextMarker>${start + most}</NextMarker>` : "";
  const tail = `<IsTruncated>${isTruncated}</IsTruncated>${marker}<MaxItems>${most}</MaxItems>`;
  return document("ListHostedZonesResponse", `<HostedZones>${here.join("")}</HostedZones>${tail}`);
}

/** In the order of their names read from behind, from the first; there are few enough for one page. */
function zonesByName(rules: RRsetRules): EmulatedAnswer {
  const here = rules.store.zones.map((zone) => zoneElement(rules, zone)).join("");
  const tail = "<IsTruncated>false</IsTruncated><MaxItems>100</MaxItems>";
  return document("ListHostedZonesByNameResponse", `<HostedZones>${here}</HostedZones>${tail}`);
}

function zoneElement(rules: RRsetRules, zone: string): string {
  const id = `Z${rules.store.zones.indexOf(zone) + 1}X`;
  const config = "<Config><PrivateZone>false</PrivateZone></Config>";
  return `<HostedZone><Id>/hostedzone/${id}</Id><Name>${zone}.</Name>${config}</HostedZone>`;
}

function listRRsets(rules: RRsetRules, zone: string, request: ReceivedRequest): EmulatedAnswer {
  const keyOf = (name: string, type: string): string =>
    `${name.replace(/\.$/, "").split(".").toReversed().join("\u0001")}\u0000${type}`;
  const start = keyOf(request.query.get("name") ?? "", request.query.get("type") ?? "");
  const sets = new Map<string, RRset>();
  for (const { owner, type } of rules.store.held()) {
    const set = rules.find(zone, owner, type);
    if (set !== undefined && keyOf(owner, type) >= start) sets.set(keyOf(owner, type), set);
  }
  const sorted = [...sets].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, set]) => set);
  const most = Math.min(300, Number(request.query.get("maxitems") ?? 300));
  const rows = sorted.slice(0, most).map(rrsetElement).join("");
  const tail = `<IsTruncated>${sorted.length > most}</IsTruncated><MaxItems>${most}</MaxItems>`;
  return document("ListResourceRecordSetsResponse", `<ResourceRecordSets>${rows}</ResourceRecordSets>${tail}`);
}

function rrsetElement({ owner, type, ttl, values, fields }: RRset): string {
  const name = `${owner.replaceAll("*", "\\052")}.`;
  if (fields["alias"] === true) {
    const target = "<AliasTarget><DNSName>elb.example.</DNSName></AliasTarget>";
    return `<ResourceRecordSet><Name>${name}</Name><Type>${type}</Type>${target}</ResourceRecordSet>`;
  }
  const identifier = fields["weighted"] === true ? "<SetIdentifier>a</SetIdentifier><Weight>1</Weight>" : "";
  const records = values.map((value) => `<ResourceRecord><Value>${value}</Value></ResourceRecord>`).join("");
  const rest = `<TTL>${ttl}</TTL><ResourceRecords>${records}</ResourceRecords>`;
  return `<ResourceRecordSet><Name>${name}</Name><Type>${type}</Type>${identifier}${rest}</ResourceRecordSet>`;
}

/** One change at a time, its elements in the order of the schema; the batch may have a comment. */
const changeShape = new RegExp(
  [
    /^(?:<\?xml version="1.0" encoding="UTF-8"\?>)?/,
    /<ChangeResourceRecordSetsRequest xmlns="https:\/\/route53\.amazonaws\.com\/doc\/2013-04-01\/">/,
    /<ChangeBatch>(?:<Comment>[^<]*<\/Comment>)?<Changes><Change><Action>(CREATE|UPSERT|DELETE)<\/Action>/,
    /<ResourceRecordSet><Name>([^<]+)\.<\/Name><Type>([A-Z]+)<\/Type><TTL>(\d+)<\/TTL>/,
    /<ResourceRecords>((?:<ResourceRecord><Value>[^<]+<\/Value><\/ResourceRecord>)+)<\/ResourceRecords>/,
    /<\/ResourceRecordSet><\/Change><\/Changes><\/ChangeBatch><\/ChangeResourceRecordSetsRequest>$/,
  ]
    .map(({ source }) => source)
    .join(""),
);

function writeBatch(rules: RRsetRules, zone: string, request: ReceivedRequest): EmulatedAnswer {
  const match = changeShape.exec(request.body);
  if (match === null) return refusal(400, "MalformedInput");
  const [, verb, owner = "", type = "", ttl, records = ""] = match;
  const values = [...records.matchAll(/<Value>([^<]+)</g)].map(([, value = ""]) => value);
  const about = `resource record set [name='${owner}.', type='${type}']`;
  const present = rules.find(zone, owner, type);
  if (verb === "DELETE") {
    if (present === undefined) return invalid(`Tried to delete ${about} but it was not found`);
    const isSame = present.ttl === Number(ttl) && [...present.values].sort().join() === [...values].sort().join();
    if (!isSame) return invalid(`Tried to delete ${about} but the values provided do not match the current values`);
    rules.remove(zone, owner, type);
    return done;
  }
  const set: RRset = { zone, owner, type, ttl: Number(ttl), values, fields: {} };
  const breach = rules.put(set, verb === "CREATE" ? "create" : "either");
  if (breach === "present") return invalid(`Tried to create ${about} but it already exists`);
  if (breach === "alias") {
    return invalid(
      `RRSet of type ${type} with DNS name ${owner}. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone}.`,
    );
  }
  return breach === undefined ? done : refusal(400, "InvalidInput");
}

const done: EmulatedAnswer = document(
  "ChangeResourceRecordSetsResponse",
  "<ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status><SubmittedAt>2026-11-20T00:00:00Z</SubmittedAt></ChangeInfo>",
);

/** This one error has a document of its own. */
function invalid(message: string): EmulatedAnswer {
  return { ...document("InvalidChangeBatch", `<Messages><Message>${message}</Message></Messages>`), status: 400 };
}

function refusal(status: number, code: string): EmulatedAnswer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>The request failed.</Message></Error>`;
  return { ...document("ErrorResponse", `${error}<RequestId>r</RequestId>`), status };
}

function document(root: string, inner: string): EmulatedAnswer {
  const body = `<?xml version="1.0"?>\n<${root} xmlns="https://route53.amazonaws.com/doc/2013-04-01/">${inner}</${root}>`;
  return { status: 200, headers: { "content-type": "text/xml" }, body };
}
