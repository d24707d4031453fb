import { Address } from "../../src/core/address.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "../../src/core/http.ts";
import type { HttpHandler, HttpListener } from "../../src/core/listen.ts";
import type { MulticastNetwork } from "../../src/core/multicast.ts";
import type { Endpoint, NetFailure } from "../../src/core/net.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";
import type { UpnpLink } from "../../src/gateway/upnp/link.ts";
import { expectOk } from "./expect-ok.ts";

/**
 * A router that speaks UPnP, without a network. It insists on what real ones insist on: the quotes of SOAPAction, the
 * names and the order of arguments, leases it knows, hosts that map for themselves, subscriptions it has given. The
 * interop suite `upnp` holds the same questions to a real one.
 */

interface HeldMapping {
  readonly client: string;
  readonly internalPort: string;
  readonly seconds: string;
}

export interface FakeRouterOptions {
  readonly version?: 1 | 2;
  /** False: leases other than 0 are refused with `leaseRefusal`. */
  readonly knowsLeases?: boolean;
  readonly leaseRefusal?: number;
  /** Error 724 for ports that differ. */
  readonly wantsSamePort?: boolean;
  /** Says yes and does nothing. */
  readonly forgets?: boolean;
  readonly externalAddress?: string;
  readonly firewall?: { readonly isEnabled?: boolean; readonly isAllowed?: boolean; readonly overIpv6Only?: boolean };
  /** Instead of what it would answer. */
  readonly override?: (request: HttpRequest, action: string) => Reply | undefined;
  /** Which searches it hears. */
  readonly hears?: (peer: Endpoint, target: string) => boolean;
  /** `LOCATION` of its answers. */
  readonly location?: string;
  /** Called when there is a subscription, before the answer to it goes out. */
  readonly subscribed?: (sid: string, router: FakeUpnpRouter) => void;
  /** Its whole description. */
  readonly description?: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An event as it goes out; what is not given is as it should be. */
export interface FakeNotice {
  readonly sid: string;
  readonly url: string;
  readonly method: string;
  readonly from: Address;
  readonly sequence: string;
  readonly body: string;
}

const argumentsOf: Readonly<Record<string, readonly string[]>> = {
  GetStatusInfo: [],
  GetExternalIPAddress: [],
  GetSpecificPortMappingEntry: ["NewRemoteHost", "NewExternalPort", "NewProtocol"],
  DeletePortMapping: ["NewRemoteHost", "NewExternalPort", "NewProtocol"],
  GetFirewallStatus: [],
  AddPinhole: ["RemoteHost", "RemotePort", "InternalClient", "InternalPort", "Protocol", "LeaseTime"],
  UpdatePinhole: ["UniqueID", "NewLeaseTime"],
  DeletePinhole: ["UniqueID"],
  AddPortMapping: [
    "NewRemoteHost",
    "NewExternalPort",
    "NewProtocol",
    "NewInternalPort",
    "NewInternalClient",
    "NewEnabled",
    "NewPortMappingDescription",
    "NewLeaseDuration",
  ],
};

const wanType = (version: number): string => `urn:schemas-upnp-org:service:WANIPConnection:${version}`;
const firewallType = "urn:schemas-upnp-org:service:WANIPv6FirewallControl:1";

export class FakeUpnpRouter {
  readonly mappings: Map<string, HeldMapping> = new Map();
  readonly pinholes: Map<string, { readonly client: string; readonly seconds: string }> = new Map();
  readonly subscriptions: Map<string, string> = new Map();
  /** Actions as they were asked, `UpdatePinhole 1 600` for instance. */
  readonly asked: string[] = [];
  /** Searches as they came: who was asked for what. */
  readonly searches: string[] = [];
  readonly link: UpnpLink;
  externalAddress: string;
  isConnected = true;
  /** Seconds, as it writes them. */
  uptime = "1234";
  /** False: nobody answers on its web port. */
  isUp = true;
  #options: FakeRouterOptions;
  #nextId = 1;
  #inbox: HttpHandler | undefined;
  #hear: ((payload: Uint8Array, peer: Endpoint) => void) | undefined;

  constructor(link: UpnpLink, options: FakeRouterOptions = {}) {
    this.link = link;
    this.#options = options;
    this.externalAddress = options.externalAddress ?? "203.0.113.9";
  }

  readonly multicast: MulticastNetwork = {
    join: (place, received) => {
      this.#hear = received;
      return Promise.resolve(
        ok({
          endpoint: { address: place.localAddress, port: 40_000 },
          send: (payload, peer) => this.#search(payload, peer),
          stop: () => {
            if (this.#hear === received) this.#hear = undefined;
            return Promise.resolve();
          },
        }),
      );
    },
  };

  readonly http: HttpClient = {
    send: async (request) => {
      await Promise.resolve();
      return this.#serve(request);
    },
  };

  /** What this host listens with; events arrive there. */
  readonly listener: HttpListener = {
    listen: (place, _, handler) => {
      if (place.kind !== "port") throw new Error("expected a port");
      this.#inbox = handler;
      return Promise.resolve(
        ok({
          endpoint: { address: place.endpoint.address, port: 50_000 },
          stop: () => {
            if (this.#inbox === handler) this.#inbox = undefined;
            return Promise.resolve();
          },
        }),
      );
    },
  };

  /** True while this host listens for events. */
  get isListenedTo(): boolean {
    return this.#inbox !== undefined;
  }

  /** True while this host has joined the group. */
  get isHeard(): boolean {
    return this.#hear !== undefined;
  }

  /** Sends an event to the first subscriber, or as the fields say; the status of the answer. */
  async notify(values: Readonly<Record<string, string>>, fields: Partial<FakeNotice> = {}): Promise<number> {
    const [[id = "", callback = ""] = []] = [...this.subscriptions];
    const { sid = id, url = callback, method = "NOTIFY", from = this.link.gateway, sequence } = fields;
    const properties = Object.entries(values).map(
      ([name, value]) => `<e:property><${name}>${value}</${name}></e:property>`,
    );
    const body = `<?xml version="1.0"?><e:propertyset xmlns:e="urn:schemas-upnp-org:event-1-0">${properties.join("")}</e:propertyset>`;
    const headers = {
      sid,
      nt: "upnp:event",
      nts: "upnp:propchange",
      ...(sequence === undefined ? {} : { seq: sequence }),
    };
    const request = new Request(url, { method, headers, body: method === "GET" ? null : (fields.body ?? body) });
    return (await this.#inbox?.(request, { address: from, isSecure: false }))?.status ?? 0;
  }

  /** Says something to whoever listens, as if from this host. */
  say(text: string, from: Address = this.link.gateway): void {
    this.#hear?.(new TextEncoder().encode(text), { address: from, port: 1_900 });
  }

  get location(): string {
    const host = this.link.gateway.family === "ipv6" ? `[${this.link.gateway}]` : this.link.gateway.toString();
    return this.#options.location ?? `http://${host}:5000/rootDesc.xml`;
  }

  #search(payload: Uint8Array, peer: Endpoint): void {
    const text = Buffer.from(payload).toString();
    const target = /^ST: (.*)\r$/m.exec(text)?.[1] ?? "";
    this.searches.push(`${peer.address} ${target}`);
    if (!/^MAN: "ssdp:discover"\r$/m.test(text) || !/^MX: \d\r$/m.test(text)) return;
    const known = target === "upnp:rootdevice" || Number(target.at(-1)) <= (this.#options.version ?? 2);
    if (!(this.#options.hears ?? (() => known))(peer, target)) return;
    this.say(`HTTP/1.1 200 OK\r\nST: ${target}\r\nLOCATION: ${this.location}\r\n\r\n`);
  }

  #serve(request: HttpRequest): Result<HttpResponse, NetFailure> {
    const host = `http://${request.url.host}`;
    const isHere = this.location.startsWith(`${host}/`) || this.#isOverIpv6(request);
    if (!isHere || !this.isUp) return failure({ code: "connection-refused", detail: "nobody there", wasSent: false });
    const action = /#(\w+)"$/.exec(request.headers["SOAPAction"] ?? "")?.[1] ?? "";
    const reply = this.#options.override?.(request, action) ?? this.#reply(request);
    const { status = 200, headers = { "content-type": "text/xml" }, body = "" } = reply;
    return ok({ status, headers, body: new TextEncoder().encode(body) });
  }

  #isOverIpv6(request: HttpRequest): boolean {
    return this.#options.firewall !== undefined && request.url.host === "[2001:db8:1:2::1]:5000";
  }

  #reply(request: HttpRequest): Reply {
    const { method, url } = request;
    if (method === "SUBSCRIBE" || method === "UNSUBSCRIBE") return this.#subscribe(request);
    if (method === "GET") return url.pathname === "/rootDesc.xml" ? { body: this.#description() } : { status: 404 };
    if (method !== "POST" || !["/ctl/ip", "/ctl/fw"].includes(url.pathname)) return { status: 404 };
    const type = url.pathname === "/ctl/ip" ? wanType(this.#options.version ?? 2) : firewallType;
    const [, named, action = ""] = /^"(.+)#(\w+)"$/.exec(request.headers["SOAPAction"] ?? "") ?? [];
    const body = String(request.body ?? "");
    const [, prefix, called = "", inner = ""] =
      /<s:Body><(\w+):(\w+) xmlns:\w+="[^"]+">(.*)<\/\1:\2><\/s:Body>/.exec(body) ?? [];
    if (prefix === undefined || named !== type || action !== called) return fault(401, "Invalid Action");
    const given = [...inner.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(
      ([, name = "", value = ""]) => [name, value] as const,
    );
    const known =
      argumentsOf[action === "AddAnyPortMapping" && this.#options.version !== 1 ? "AddPortMapping" : action];
    if (known === undefined) return fault(401, "Invalid Action");
    if (given.map(([name]) => name).join() !== known.join()) return fault(402, "Invalid Args");
    const values = given.map(([, value]) => value);
    this.asked.push([action, ...values.filter((value) => value !== "")].join(" "));
    return url.pathname === "/ctl/ip" ? this.#line(action, values) : this.#firewall(action, values, request);
  }

  #line(action: string, values: readonly string[]): Reply {
    const [, port = "", protocol = "", internalPort = "", client = "", , , seconds = ""] = values;
    const key = `${protocol} ${port}`;
    const held = this.mappings.get(key);
    switch (action) {
      case "GetStatusInfo":
        return this.#answer(action, {
          NewConnectionStatus: this.isConnected ? "Connected" : "Disconnected",
          NewLastConnectionError: "ERROR_NONE",
          NewUptime: this.uptime,
        });
      case "GetExternalIPAddress":
        return this.#answer(action, { NewExternalIPAddress: this.externalAddress });
      case "GetSpecificPortMappingEntry":
        if (held === undefined) return fault(714, "NoSuchEntryInArray");
        return this.#answer(action, {
          NewInternalPort: held.internalPort,
          NewInternalClient: held.client,
          NewEnabled: "1",
          NewPortMappingDescription: "x",
          NewLeaseDuration: held.seconds,
        });
      case "DeletePortMapping":
        return this.mappings.delete(key) ? this.#answer(action, {}) : fault(714, "NoSuchEntryInArray");
      default:
        return this.#map(action, key, { client, internalPort, seconds });
    }
  }

  #map(action: string, key: string, asked: HeldMapping): Reply {
    const { knowsLeases = true, leaseRefusal = 725, wantsSamePort = false, forgets = false } = this.#options;
    const [protocol = "", port = ""] = key.split(" ");
    if (!knowsLeases && asked.seconds !== "0") return fault(leaseRefusal, "");
    if (wantsSamePort && port !== asked.internalPort) return fault(724, "SamePortValuesRequired");
    const isTaken = (candidate: string): boolean => {
      const held = this.mappings.get(candidate);
      return held !== undefined && held.client !== asked.client;
    };
    let reserved = port;
    if (action === "AddAnyPortMapping")
      while (isTaken(`${protocol} ${reserved}`)) reserved = String(Number(reserved) + 1);
    else if (isTaken(key)) return fault(718, "ConflictInMappingEntry");
    if (!forgets) this.mappings.set(`${protocol} ${reserved}`, asked);
    return this.#answer(action, action === "AddAnyPortMapping" ? { NewReservedPort: reserved } : {});
  }

  #firewall(action: string, values: readonly string[], request: HttpRequest): Reply {
    const { isEnabled = true, isAllowed = true, overIpv6Only = false } = this.#options.firewall ?? {};
    if (action === "GetFirewallStatus") {
      return this.#answer(action, {
        FirewallEnabled: isEnabled ? "1" : "0",
        InboundPinholeAllowed: isAllowed ? "1" : "0",
      });
    }
    const [id = "", seconds = ""] = values;
    if (action === "AddPinhole") {
      const [, , client = "", , , lease = ""] = values;
      if (overIpv6Only && request.binding?.localAddress.toString() !== client)
        return fault(606, "Action not authorized");
      const made = String(this.#nextId++);
      this.pinholes.set(made, { client, seconds: lease });
      return this.#answer(action, { UniqueID: made });
    }
    const held = this.pinholes.get(id);
    if (held === undefined) return fault(704, "NoSuchEntry");
    if (action === "UpdatePinhole") this.pinholes.set(id, { ...held, seconds });
    if (action === "DeletePinhole") this.pinholes.delete(id);
    return this.#answer(action, {});
  }

  #subscribe({ method, headers }: HttpRequest): Reply {
    const sid = headers["SID"];
    if (sid !== undefined) {
      if (headers["NT"] !== undefined || headers["CALLBACK"] !== undefined) return { status: 400 };
      if (!this.subscriptions.has(sid)) return { status: 412 };
      if (method === "UNSUBSCRIBE") this.subscriptions.delete(sid);
      return { headers: { sid, timeout: "Second-1800" } };
    }
    const callback = /^<(http:\/\/[^>]+)>$/.exec(headers["CALLBACK"] ?? "")?.[1];
    if (method === "UNSUBSCRIBE" || callback === undefined || headers["NT"] !== "upnp:event") return { status: 412 };
    const given = `uuid:subscription-${this.#nextId++}`;
    this.subscriptions.set(given, callback);
    this.#options.subscribed?.(given, this);
    return { headers: { sid: given, timeout: "Second-1800" } };
  }

  #answer(action: string, values: Readonly<Record<string, string>>): Reply {
    const inner = Object.entries(values).map(([name, value]) => `<${name}>${value}</${name}>`);
    return {
      body: `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><u:${action}Response xmlns:u="x">${inner.join("")}</u:${action}Response></s:Body></s:Envelope>`,
    };
  }

  #description(): string {
    const service = (type: string, path: string): string =>
      `<service><serviceType>${type}</serviceType><serviceId>urn:x</serviceId><SCPDURL>/${path}.xml</SCPDURL><controlURL>/ctl/${path}</controlURL><eventSubURL>/evt/${path}</eventSubURL></service>`;
    const firewall = this.#options.firewall === undefined ? "" : service(firewallType, "fw");
    return (
      this.#options.description ??
      `<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><device><friendlyName>Fake</friendlyName><UDN>uuid:fake</UDN><deviceList><device><serviceList>${service(wanType(this.#options.version ?? 2), "ip")}${firewall}</serviceList></device></deviceList></device></root>`
    );
  }
}

export function fault(code: number, words: string): Reply {
  return {
    status: 500,
    body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail><UPnPError xmlns="urn:schemas-upnp-org:control-1-0"><errorCode>${code}</errorCode><errorDescription>${words}</errorDescription></UPnPError></detail></s:Fault></s:Body></s:Envelope>`,
  };
}

/** A home as most are: the router is the first address, we are the tenth. */
export function homeLink(): UpnpLink {
  const address = (text: string): Address => expectOk(Address.parse(text));
  return { gateway: address("192.168.1.1"), localAddress: address("192.168.1.10"), onLink: undefined };
}
