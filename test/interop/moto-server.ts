import { request } from "node:http";
import aws4 from "aws4";
import { createHostLookup } from "../../src/platform/host-lookup.ts";
import { createHttpClient } from "../../src/platform/http-client.ts";
import { parseHttpProxy } from "../../src/platform/http-proxy.ts";
import type { SeededRecord, ZonePeer } from "../conformance/zone-peer.ts";
import type { HeldRecord } from "../emulators/zone-store.ts";
import { createAuthority } from "../support/certificate.ts";
import { httpPorts } from "../support/provider-ports.ts";
import { Daemon } from "./daemon.ts";
import { EmulatedInternet } from "./emulated-internet.ts";
import { freePort } from "./free-port.ts";
import { pythonTool } from "./python-tools.ts";
import { SignatureGate } from "./signature-gate.ts";

/**
 * PyPI's moto, which is AWS to those who test against AWS. Our client reaches it at the service's host, through a proxy,
 * TLS, and a gate that checks signatures: moto's own check, by the code of the vendor's library, fails with every GET of
 * Route 53, that library's included (5.2.5).
 */
export class Moto {
  readonly #daemon = new Daemon("moto");
  readonly #authority = createAuthority();
  #port = 0;
  #gate: SignatureGate | undefined;
  #internet: EmulatedInternet | undefined;
  /** Of a user that may do everything; another one after each `reset`. */
  credentials = { accessKeyId: "", secretAccessKey: "" };

  static async start(): Promise<Moto> {
    const moto = new Moto();
    moto.#port = await freePort();
    moto.#daemon.start(pythonTool("moto_server"), ["-H", "127.0.0.1", "-p", String(moto.#port)]);
    await moto.#daemon.untilReady(async () => {
      const answer = await fetch(`http://127.0.0.1:${moto.#port}/moto-api/data.json`).catch(() => undefined);
      return answer?.ok === true;
    });
    moto.#gate = await SignatureGate.start(moto.#port, () => moto.credentials);
    moto.#internet = await EmulatedInternet.start({ [host]: moto.#gate.origin }, moto.#authority);
    return moto;
  }

  /** Forgets everything and makes a user anew. */
  async reset(): Promise<ZonePeer> {
    await this.#control("reset", "");
    await this.#control("reset-auth", "1000000");
    await this.#iam({ Action: "CreateUser", UserName: "tester" });
    await this.#iam({ Action: "PutUserPolicy", UserName: "tester", PolicyName: "all", PolicyDocument: everything });
    const key = await this.#iam({ Action: "CreateAccessKey", UserName: "tester" });
    this.credentials = { accessKeyId: only(key, "AccessKeyId"), secretAccessKey: only(key, "SecretAccessKey") };
    return this.#peer();
  }

  /** Makes moto check signatures itself from now on, until the next `reset`. */
  checkItself(): Promise<void> {
    this.#gate?.open();
    return this.#control("reset-auth", "0");
  }

  async stop(): Promise<void> {
    this.#internet?.stop();
    await this.#gate?.stop();
    await this.#daemon.stop();
  }

  #peer(): ZonePeer {
    const proxy = parseHttpProxy(this.#internet?.url ?? "", "");
    if (!proxy.ok) throw new Error("the proxy has a usable URL");
    const means = { proxy: proxy.value, extraCertificates: this.#authority.certificate };
    return {
      startAt: Date.now(),
      ports: (clock) => httpPorts(createHttpClient(clock, createHostLookup(clock), means), clock),
      addZone: async (apex) => {
        const body = `<CreateHostedZoneRequest xmlns="${schema}"><Name>${apex}.</Name><CallerReference>${apex}</CallerReference></CreateHostedZoneRequest>`;
        await this.#send("POST", "/2013-04-01/hostedzone", body);
      },
      hold: (record) => this.#hold(record),
      held: async (owner, type) => {
        const records = await this.#held();
        return records.filter(
          (record) => record.owner === (owner ?? record.owner) && record.type === (type ?? record.type),
        );
      },
      writes: () => this.#gate?.writes ?? 0,
      received: () => [],
      stop: async () => undefined,
    };
  }

  async #hold({ zone, owner, type, content, ttl = 300 }: SeededRecord): Promise<void> {
    const present = (await this.#held()).filter((record) => record.owner === owner && record.type === type);
    const values = [...present.map((record) => record.content), content];
    const shown = values.map(
      (value) => `<ResourceRecord><Value>${type === "TXT" ? `"${value}"` : value}</Value></ResourceRecord>`,
    );
    const set = `<Name>${owner}.</Name><Type>${type}</Type><TTL>${ttl}</TTL><ResourceRecords>${shown.join("")}</ResourceRecords>`;
    const change = `<Change><Action>UPSERT</Action><ResourceRecordSet>${set}</ResourceRecordSet></Change>`;
    const body = `<ChangeResourceRecordSetsRequest xmlns="${schema}"><ChangeBatch><Changes>${change}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
    const id = (await this.#zones()).find(({ apex }) => apex === zone)?.id ?? "";
    await this.#send("POST", `/2013-04-01/hostedzone/${id}/rrset/`, body);
  }

  async #zones(): Promise<readonly { readonly id: string; readonly apex: string }[]> {
    const xml = await this.#send("GET", "/2013-04-01/hostedzone", "");
    return all(xml, "HostedZone").map((zone) => ({
      id: only(zone, "Id").replace("/hostedzone/", ""),
      apex: only(zone, "Name").replace(/\.$/, ""),
    }));
  }

  /** Records besides those every zone has. */
  async #held(): Promise<readonly HeldRecord[]> {
    const records: HeldRecord[] = [];
    for (const { id, apex } of await this.#zones()) {
      const xml = await this.#send("GET", `/2013-04-01/hostedzone/${id}/rrset`, "");
      for (const set of all(xml, "ResourceRecordSet")) {
        const [owner, type] = [only(set, "Name").replace("\\052", "*").replace(/\.$/, ""), only(set, "Type")];
        if (type === "SOA" || type === "NS") continue;
        for (const content of all(set, "Value")) {
          const ttl = Number(only(set, "TTL"));
          records.push({ id: `${owner} ${type} ${content}`, zone: apex, owner, type, content, ttl, fields: {} });
        }
      }
    }
    return records;
  }

  async #control(path: string, body: string): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.#port}/moto-api/${path}`, { method: "POST", body });
    if (!answer.ok) throw new Error(await answer.text());
  }

  #iam(parameters: Readonly<Record<string, string>>): Promise<string> {
    const body = new URLSearchParams({ ...parameters, Version: "2010-05-08" }).toString();
    return this.#send("POST", "/", body, "iam");
  }

  /** A request as the vendor's clients sign it, straight to the server. */
  #send(method: string, path: string, body: string, service = "route53"): Promise<string> {
    const isForm = service === "iam";
    const type = { "content-type": isForm ? "application/x-www-form-urlencoded" : "text/xml" };
    const { headers } = aws4.sign(
      { host: `${service}.amazonaws.com`, service, region: "us-east-1", method, path, body, headers: type },
      this.credentials,
    );
    return new Promise((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port: this.#port, method, path, headers }, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on("end", () => {
          if ((response.statusCode ?? 500) < 300) resolve(text);
          else reject(new Error(text));
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }
}

const host = "route53.amazonaws.com";
const schema = "https://route53.amazonaws.com/doc/2013-04-01/";
const everything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

function all(xml: string, element: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, "gs"))].map(([, inner = ""]) => inner);
}

function only(xml: string, element: string): string {
  const [inner] = all(xml, element);
  if (inner === undefined) throw new Error(`no ${element} in ${xml}`);
  return inner;
}
