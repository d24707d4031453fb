import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { Address } from "../../core/address.ts";
import { Prefix } from "../../core/prefix.ts";
import { acceptedUrl } from "./link.ts";
import { ssdpGroup } from "./search-targets.ts";
import { noticeTarget, parseSsdp, searchMessage } from "./ssdp-message.ts";

const lines = (...text: string[]): string => `${text.join("\r\n")}\r\n\r\n`;
const read = (text: string): ReturnType<typeof parseSsdp> => parseSsdp(Buffer.from(text, "latin1"));

test("a search / its octets", () => {
  expect(Buffer.from(searchMessage("upnp:rootdevice", ssdpGroup("ipv4"))).toString()).toBe(
    'M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: upnp:rootdevice\r\n\r\n',
  );
  expect(Buffer.from(searchMessage("x", ssdpGroup("ipv6"))).toString()).toContain("HOST: [ff02::c]:1900\r\n");
});

const igd = "urn:schemas-upnp-org:device:InternetGatewayDevice:1";
const location = "http://192.168.1.1:5000/rootDesc.xml";
const answer = { kind: "answer", location, target: igd, bootId: undefined } as const;

/** Forms that routers send; the fields are those of the real ones, the values ours. */
const messages: readonly (readonly [name: string, text: string, expected: ReturnType<typeof parseSsdp>])[] = [
  [
    "miniupnpd 2.3",
    lines(
      "HTTP/1.1 200 OK",
      "CACHE-CONTROL: max-age=120",
      `ST: ${igd}`,
      `USN: uuid:5ca1ab1e-1ab0-4dd5-8000-00000000d1d5::${igd}`,
      "EXT:",
      "SERVER: Debian/6.18 UPnP/1.1 MiniUPnPd/2.3.1",
      `LOCATION: ${location}`,
      'OPT: "http://schemas.upnp.org/upnp/1/0/"; ns=01',
      "01-NLS: 1795176930",
      "BOOTID.UPNP.ORG: 1795176930",
      "CONFIGID.UPNP.ORG: 1337",
    ),
    { ...answer, bootId: "1795176930" },
  ],
  [
    "names in other cases, no EXT",
    lines("HTTP/1.1 200 OK", `Location: ${location}`, `St: ${igd}`, "Cache-Control: max-age=1800"),
    answer,
  ],
  ["no blank behind the colon, LF alone", `HTTP/1.0 200 OK\nlocation:${location}\nst:${igd}\n`, answer],
  ["blanks before the colon", lines("HTTP/1.1 200 OK", `LOCATION : ${location}`, `ST : ${igd}  `), answer],
  ["no end of the head", `HTTP/1.1 200 OK\r\nST: ${igd}\r\nLOCATION: ${location}`, answer],
  [
    "another ST than was asked for",
    lines("HTTP/1.1 200 OK", `LOCATION: ${location}`, "ST: upnp:rootdevice"),
    { ...answer, target: "upnp:rootdevice" },
  ],
  ["no ST", lines("HTTP/1.1 200 OK", `LOCATION: ${location}`), { ...answer, target: "" }],
  [
    "two locations / the first",
    lines("HTTP/1.1 200 OK", `LOCATION: ${location}`, "LOCATION: http://evil/", `ST: ${igd}`),
    answer,
  ],
  ["an empty location", lines("HTTP/1.1 200 OK", "LOCATION:", `ST: ${igd}`), { ...answer, location: undefined }],
  ["a refusal", lines("HTTP/1.1 404 Not Found"), undefined],
  ["another's search", lines("M-SEARCH * HTTP/1.1", `ST: ${igd}`), undefined],
  [
    "a notice of life",
    lines("NOTIFY * HTTP/1.1", "HOST:239.255.255.250:1900", `LOCATION:${location}`, `NT: ${igd}`, "NTS: ssdp:alive"),
    { ...answer, kind: "alive" },
  ],
  [
    "a notice of departure",
    lines("NOTIFY * HTTP/1.1", `NT: ${igd}`, "NTS:ssdp:byebye", "BOOTID.UPNP.ORG: 7"),
    { kind: "byebye", location: undefined, target: igd, bootId: "7" },
  ],
  ["a notice of an event", lines("NOTIFY /x HTTP/1.1", "NTS: upnp:propchange"), undefined],
  ["a notice of something else", lines("NOTIFY * HTTP/1.1", "NTS: ssdp:other"), undefined],
  ["too long", lines("HTTP/1.1 200 OK", `LOCATION: ${location}`, `X: ${"x".repeat(4_096)}`), undefined],
  ["nothing", "", undefined],
];

describe("what comes", () => {
  for (const [name, text, expected] of messages) {
    test(name, () => {
      expect(read(text)).toEqual(expected);
    });
  }

  test("any octets / a value, never a throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        const start = Buffer.from("HTTP/1.1 200 OK\r\n");
        expect(parseSsdp(Buffer.concat([start, octets]))?.kind).toBe("answer");
        parseSsdp(octets);
      }),
    );
  });
});

/** Looked at before anything is parsed, so it must never say less than parsing would. */
describe("what a notice speaks of, by a glance", () => {
  const notices: readonly (readonly [name: string, text: string])[] = [
    ["as usual", lines("NOTIFY * HTTP/1.1", "HOST:239.255.255.250:1900", `NT: ${igd}`, "NTS: ssdp:alive")],
    ["in lower case, no blank, LF alone", `NOTIFY * HTTP/1.1\nnts:ssdp:alive\nnt:${igd}\n`],
    ["blanks around", lines("NOTIFY * HTTP/1.1", `Nt \t :  ${igd} `, "NTS: ssdp:byebye")],
    ["no end of the line", `NOTIFY * HTTP/1.1\r\nNTS: ssdp:alive\r\nNT: ${igd}`],
    ["twice / the first", lines("NOTIFY * HTTP/1.1", `NT: ${igd}`, "NT: upnp:rootdevice", "NTS: ssdp:alive")],
    ["empty", lines("NOTIFY * HTTP/1.1", "NT:", "NTS: ssdp:alive")],
  ];
  for (const [name, text] of notices) {
    test(`${name} / as parsing tells it`, () => {
      const target = noticeTarget(Buffer.from(text, "latin1"));
      expect(target).toBeDefined();
      expect(target).toBe(read(text)?.target);
    });
  }

  test("none / nothing", () => {
    for (const text of ["", "NT: x", lines("NOTIFY * HTTP/1.1", "NTS: ssdp:alive", "X-NT: a", "NT"), "\nn", "\nnt"]) {
      expect(noticeTarget(Buffer.from(text, "latin1"))).toBeUndefined();
    }
  });

  test("any octets / a value, never a throw, and none that parsing has not", () => {
    const piece = fc.constantFrom("NT", "nt", ":", " ", "\t", "\r\n", "\n", "NTS", "ssdp:alive", "x");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = `NOTIFY * HTTP/1.1\r\nNTS: ssdp:alive\r\n${pieces.join("")}`;
        expect(noticeTarget(Buffer.from(text, "latin1")) ?? "").toBe(read(text)?.target ?? "");
      }),
    );
  });
});

/** Whoever is on the link can send one. The first kept an expression that knew blanks on both sides busy for 46 s. */
const stalling: readonly (readonly [name: string, line: string])[] = [
  ["blanks before a lone carriage return", `a:${" ".repeat(3_900)}\rx`],
  ["blanks before the colon", `a${" ".repeat(3_900)}x`],
  ["blanks inside the value", `a:b${" ".repeat(3_900)}c`],
];

describe("blanks without end / read in no time", () => {
  for (const [name, line] of stalling) {
    test(name, () => expect(read(lines("HTTP/1.1 200 OK", line, `ST: ${igd}`))?.target).toBe(igd), 2_000);
  }
});

const address = (text: string): Address => expectOk(Address.parse(text));
const link = {
  gateway: address("192.168.1.1"),
  localAddress: address("192.168.1.20"),
  onLink: expectOk(Prefix.parse("192.168.1.0/24")),
};

const urls: readonly (readonly [name: string, text: string, sender: string, accepted: string | undefined])[] = [
  ["the gateway itself", location, "192.168.1.1", location],
  ["the gateway, told by another", location, "192.168.1.77", location],
  ["the gateway's other address", "http://192.168.1.254/d.xml", "192.168.1.1", "http://192.168.1.254/d.xml"],
  ["a neighbour, told by itself", "http://192.168.1.77/d.xml", "192.168.1.77", undefined],
  ["ourselves", "http://192.168.1.20:631/", "192.168.1.1", undefined],
  ["loopback", "http://127.0.0.1:8080/d.xml", "192.168.1.1", undefined],
  ["loopback as a number", "http://2130706433/d.xml", "192.168.1.1", undefined],
  ["the gateway as a number", "http://0xC0A80101/d.xml", "192.168.1.1", "http://192.168.1.1/d.xml"],
  ["mapped IPv4", "http://[::ffff:127.0.0.1]/d.xml", "192.168.1.1", undefined],
  ["cloud metadata", "http://169.254.169.254/latest/", "192.168.1.1", undefined],
  ["a host of the Internet", "http://203.0.113.7/d.xml", "192.168.1.1", undefined],
  ["a name", "http://router.lan/d.xml", "192.168.1.1", undefined],
  ["a name that looks like the gateway", "http://192.168.1.1.evil.test/d.xml", "192.168.1.1", undefined],
  ["credentials", "http://admin:admin@192.168.1.1/d.xml", "192.168.1.1", undefined],
  ["HTTPS", "https://192.168.1.1/d.xml", "192.168.1.1", undefined],
  ["a file", "file:///etc/passwd", "192.168.1.1", undefined],
  ["no URL", "192.168.1.1:5000/rootDesc.xml", "192.168.1.1", undefined],
  ["port 0", "http://192.168.1.1:0/d.xml", "192.168.1.1", undefined],
  ["a line break inside", "http://192.168.1.1/a\r\nX: y", "192.168.1.1", "http://192.168.1.1/aX:%20y"],
  ["too long", `http://192.168.1.1/${"a".repeat(1_024)}`, "192.168.1.1", undefined],
];

describe("where an answer may send us", () => {
  for (const [name, text, sender, accepted] of urls) {
    test(name, () => {
      expect(acceptedUrl(text, address(sender), link)?.href).toBe(accepted);
    });
  }

  test("without knowledge of the link / to the gateway only", () => {
    const alone = { ...link, onLink: undefined };
    expect(acceptedUrl(location, link.gateway, alone)?.href).toBe(location);
    expect(acceptedUrl("http://192.168.1.254/d.xml", link.gateway, alone)).toBeUndefined();
  });
});
