/** The test suites of `npm test`: what they run and what the machine must have for it. */

export interface Suite {
  readonly name: string;
  /** Paths or path prefixes given to the test runner. */
  readonly paths: readonly string[];
  /** Programs that must be on the PATH, each with the Debian package that brings it. */
  readonly needs: readonly (readonly [program: string, debianPackage: string])[];
  /** Packages of PyPI, as `scripts/python-tools.txt` has them; none when absent. */
  readonly needsPython?: readonly string[];
  /** SDKs of vendors on npm, as `test/vendor-sdks/package.json` has them; none when absent. */
  readonly needsSdks?: readonly string[];
  /** True when the suite builds network namespaces. */
  readonly needsRoot: boolean;
  /** Ends a suite that hangs, in seconds. */
  readonly limitSeconds: number;
}

/** What `test/lab/lab` calls REQUIRED, and `dig`. */
export const labPrograms: Suite["needs"] = [
  ["ip", "iproute2"],
  ["nft", "nftables"],
  ["miniupnpd", "miniupnpd-nftables"],
  ["upnpc", "miniupnpc"],
  ["natpmpc", "natpmpc"],
  ["turnserver", "coturn"],
  ["knotd", "knot"],
  ["kdig", "knot-dnsutils"],
  ["unbound", "unbound"],
  ["dnsmasq", "dnsmasq-base"],
  ["radvd", "radvd"],
  ["conntrack", "conntrack"],
  ["tcpdump", "tcpdump"],
  ["python3", "python3"],
  ["curl", "curl"],
  ["ping", "iputils-ping"],
  ["flock", "util-linux"],
  ["sysctl", "procps"],
  ["dig", "bind9-dnsutils"],
];

export const suites: readonly Suite[] = [
  { name: "unit", paths: ["src/", "bench/", "test/architecture/"], needs: [], needsRoot: false, limitSeconds: 600 },
  {
    name: "detect",
    paths: [
      "test/interop/stun.test.ts",
      "test/interop/dns-echo.test.ts",
      "test/interop/netlink.test.ts",
      "test/interop/uplinks.test.ts",
    ],
    needs: [
      ["turnserver", "coturn"],
      ["knotd", "knot"],
      ["named", "bind9"],
      ["ip", "iproute2"],
      ["nft", "nftables"],
    ],
    needsRoot: true,
    limitSeconds: 120,
  },
  {
    name: "echoes",
    paths: ["test/interop/echoes.test.ts"],
    needs: [
      ["turnserver", "coturn"],
      ["unbound", "unbound"],
      ["kdig", "knot-dnsutils"],
      ["ip", "iproute2"],
      ["nsenter", "util-linux"],
    ],
    needsRoot: true,
    limitSeconds: 120,
  },
  {
    name: "reconcile",
    paths: ["test/interop/verify.test.ts", "test/interop/reconcile.test.ts"],
    needs: [
      ["knotd", "knot"],
      ["named", "bind9"],
      ["nsupdate", "bind9-dnsutils"],
    ],
    needsRoot: false,
    limitSeconds: 120,
  },
  {
    name: "providers",
    paths: ["test/interop/update.test.ts"],
    needs: [
      ["knotd", "knot"],
      ["named", "bind9"],
      ["nsupdate", "bind9-dnsutils"],
      ["dig", "bind9-dnsutils"],
    ],
    needsRoot: false,
    limitSeconds: 180,
  },
  { name: "fuzz", paths: ["test/fuzz/"], needs: [], needsRoot: false, limitSeconds: 300 },
  {
    name: "authority",
    paths: [
      "test/interop/answers.test.ts",
      "test/interop/dns-tools.test.ts",
      "test/interop/encrypted-dns.test.ts",
      "test/interop/rate-limits.test.ts",
    ],
    needs: [
      ["knotd", "knot"],
      ["nsd", "nsd"],
      ["named", "bind9"],
      ["pdns_server", "pdns-backend-sqlite3"],
      ["pdnsutil", "pdns-server"],
      ["dig", "bind9-dnsutils"],
      ["kdig", "knot-dnsutils"],
      ["drill", "ldnsutils"],
      ["curl", "curl"],
    ],
    needsRoot: false,
    limitSeconds: 300,
  },
  {
    name: "dns-update",
    paths: ["test/interop/dns-update.test.ts"],
    needs: [
      ["nsupdate", "bind9-dnsutils"],
      ["knsupdate", "knot-dnsutils"],
      ["dig", "bind9-dnsutils"],
    ],
    needsRoot: false,
    limitSeconds: 120,
  },
  {
    name: "secondaries",
    paths: ["test/interop/secondaries.test.ts", "test/interop/catalog.test.ts", "test/interop/copies.test.ts"],
    needs: [
      ["knotd", "knot"],
      ["named", "bind9"],
      ["nsd", "nsd"],
      ["nsupdate", "bind9-dnsutils"],
      ["dig", "bind9-dnsutils"],
      ["kdig", "knot-dnsutils"],
    ],
    needsRoot: false,
    limitSeconds: 240,
  },
  {
    name: "powerdns",
    paths: ["test/interop/powerdns.test.ts"],
    needs: [["pdns_server", "pdns-backend-sqlite3"]],
    needsRoot: false,
    limitSeconds: 180,
  },
  {
    name: "lexicon",
    paths: ["test/interop/lexicon.test.ts"],
    needs: [["python3", "python3"]],
    needsPython: ["dns-lexicon", "boto3"],
    needsRoot: false,
    limitSeconds: 600,
  },
  {
    name: "moto",
    paths: ["test/interop/moto.test.ts"],
    needs: [["python3", "python3"]],
    needsPython: ["moto", "flask", "flask-cors"],
    needsRoot: false,
    limitSeconds: 120,
  },
  {
    name: "vendor-sdks",
    paths: ["test/interop/vendor-sdks.test.ts"],
    needs: [],
    needsSdks: [
      "@alicloud/openapi-util",
      "@baiducloud/sdk",
      "@huaweicloud/huaweicloud-sdk-core",
      "@volcengine/openapi",
      "akamai-edgegrid",
      "tencentcloud-sdk-nodejs-common",
    ],
    needsRoot: false,
    limitSeconds: 60,
  },
  {
    name: "ddclient",
    paths: ["test/interop/ddclient.test.ts", "test/interop/ddclient-services.test.ts"],
    needs: [
      ["ddclient", "ddclient"],
      ["dig", "bind9-dnsutils"],
      ["kdig", "knot-dnsutils"],
    ],
    needsRoot: false,
    limitSeconds: 300,
  },
  {
    name: "inadyn",
    paths: ["test/interop/inadyn.test.ts"],
    needs: [
      ["inadyn", "inadyn"],
      ["dig", "bind9-dnsutils"],
      ["kdig", "knot-dnsutils"],
    ],
    needsRoot: false,
    limitSeconds: 300,
  },
  {
    name: "inadyn-provider",
    paths: ["test/interop/inadyn-provider.test.ts"],
    needs: [
      ["inadyn", "inadyn"],
      ["dig", "bind9-dnsutils"],
      ["kdig", "knot-dnsutils"],
      ["curl", "curl"],
      ["ip", "iproute2"],
      ["nsenter", "util-linux"],
    ],
    needsRoot: true,
    limitSeconds: 300,
  },
  {
    name: "clients",
    paths: [
      "test/interop/answer-forms.test.ts",
      "test/interop/update-requests.test.ts",
      "test/interop/agent-clients.test.ts",
      "test/interop/clients-guide.test.ts",
    ],
    needs: [
      ["ddclient", "ddclient"],
      ["inadyn", "inadyn"],
      ["curl", "curl"],
      ["wget", "wget"],
      ["dig", "bind9-dnsutils"],
      ["kdig", "knot-dnsutils"],
    ],
    needsRoot: false,
    limitSeconds: 600,
  },
  {
    name: "dialects",
    paths: ["test/interop/dialect-clients.test.ts"],
    needs: [
      ["ddclient", "ddclient"],
      ["inadyn", "inadyn"],
      ["curl", "curl"],
      ["dig", "bind9-dnsutils"],
      ["kdig", "knot-dnsutils"],
      ["ip", "iproute2"],
      ["nsenter", "util-linux"],
    ],
    needsPython: ["dns-lexicon", "dyndnsc"],
    needsRoot: true,
    limitSeconds: 240,
  },
  {
    name: "acme",
    paths: ["test/interop/acme.test.ts"],
    needs: [
      ["lego", "lego"],
      ["pebble", "pebble"],
      ["curl", "curl"],
      ["dig", "bind9-dnsutils"],
      ["ip", "iproute2"],
      ["nsenter", "util-linux"],
    ],
    needsRoot: true,
    limitSeconds: 240,
  },
  {
    name: "beacon",
    paths: ["test/interop/beacon.test.ts"],
    needs: [...labPrograms, ["nsupdate", "bind9-dnsutils"], ["knsupdate", "knot-dnsutils"]],
    needsRoot: true,
    limitSeconds: 240,
  },
  {
    name: "expose",
    paths: ["test/interop/expose.test.ts"],
    needs: labPrograms,
    needsRoot: true,
    limitSeconds: 180,
  },
  {
    name: "lab",
    paths: [
      "test/interop/lab.test.ts",
      "test/interop/lab-gateway.test.ts",
      "test/interop/lab-cgnat.test.ts",
      "test/interop/lab-tls.test.ts",
    ],
    needs: labPrograms,
    needsRoot: true,
    limitSeconds: 300,
  },
  {
    name: "adversity",
    paths: ["test/interop/adversity.test.ts"],
    needs: [...labPrograms, ["udhcpc", "udhcpc"]],
    needsRoot: true,
    limitSeconds: 240,
  },
  {
    name: "gateway",
    paths: ["test/interop/gateway.test.ts"],
    needs: labPrograms,
    needsRoot: true,
    limitSeconds: 180,
  },
  {
    name: "upnp",
    paths: ["test/interop/upnp.test.ts"],
    needs: labPrograms,
    needsRoot: true,
    limitSeconds: 180,
  },
];
