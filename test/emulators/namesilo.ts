import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer } from "./http-emulator.ts";
import { fullName, relativeTo, type OwnerForm } from "./owner-form.ts";
import { queryMembers, startRecordService, type Problem, type RecordRow } from "./record-service.ts";

/** NameSilo as its reference describes it (2026-11): everything by GET, in XML, a new identity with every change. */
export function startNamesilo(owner: OwnerForm = fullName("")): Promise<EmulatedZones> {
  return startRecordService({
    host: "www.namesilo.com",
    routes: {
      zones: "GET /api/listDomains",
      list: "GET /api/dnsListRecords",
      create: "GET /api/dnsAddRecord",
      update: "GET /api/dnsUpdateRecord",
      delete: "GET /api/dnsDeleteRecord",
    },
    named: ({ query }) => ({ zone: query.get("domain") ?? "", id: query.get("rrid") ?? undefined }),
    isAuthentic: ({ query }) =>
      query.get("key") === namesiloKey && query.get("version") === "1" && query.get("type") === "xml",
    problem: (problem) => namesiloReply(...said[problem]),
    idIs: "text",
    given: (request) => {
      const { rrhost, rrvalue: value, rrttl: ttl, rrtype: type } = queryMembers(request);
      return { host: rrhost, value, ttl, ...(type === undefined ? {} : { type }) };
    },
    members: { owner: "host", type: "type", content: "value", ttl: "ttl" },
    owner,
    ownerGiven: relativeTo(""),
    ttl: { min: 3_600, max: 2_592_000, fallback: 7_207, others: "refused" },
    update: "resets",
    updateNeeds: ["owner"],
    renewsIdentity: true,
    also: ({ path, query }, store) => {
      if (path !== "/api/getDomainInfo") return undefined;
      const isHeld = store.zones.includes(query.get("domain") ?? "");
      return isHeld ? namesiloReply(300, "success", "<status>Active</status>") : undefined;
    },
    zonesAnswer: (zones) =>
      namesiloReply(
        300,
        "success",
        `<domains>${zones.map(({ apex }) => `<domain>${apex}</domain>`).join("")}</domains>`,
      ),
    listAnswer: (all) => namesiloReply(300, "success", all.map(row).join("")),
    storedAnswer: ({ id }) => namesiloReply(300, "success", `<record_id>${id}</record_id>`),
    deletedAnswer: namesiloReply(300, "success"),
  });
}

function row({ id, shown }: RecordRow): string {
  const members = Object.entries({ record_id: id, ...shown, distance: 0 });
  return `<resource_record>${members.map(([name, value]) => `<${name}>${value}</${name}>`).join("")}</resource_record>`;
}

/** An answer as the service writes it; `more` stands behind the code. */
export function namesiloReply(code: number, detail: string, more = ""): EmulatedAnswer {
  const request = "<request><operation>x</operation><ip>192.0.2.200</ip></request>";
  const body = `<?xml version="1.0"?>\n<namesilo>${request}<reply><code>${code}</code><detail>${detail}</detail>${more}</reply></namesilo>\n`;
  return { status: 200, headers: { "content-type": "text/xml" }, body };
}

export const namesiloKey = "CANARY0123456789abcdef";

const said: Readonly<Record<Problem, readonly [code: number, detail: string]>> = {
  credentials: [110, "Invalid API Key"],
  route: [107, "Invalid API Operation"],
  zone: [200, "Domain is not active, or does not belong to this user"],
  record: [280, "DNS modification error"],
  invalid: [280, "DNS modification error"],
  twin: [280, "DNS modification error"],
  alias: [280, "DNS modification error"],
};
