import { describe, expect, test } from "bun:test";
import { loopbackHttp } from "../../../test/support/loopback-http.ts";
import { startRawServer } from "../../../test/support/raw-server.ts";
import { Duration } from "../../core/duration.ts";
import { systemClock } from "../../platform/clock.ts";
import { Allowance } from "./allowance.ts";
import { callAction } from "./control.ts";

/** The whole way over a real connection, for what routers do to HTTP. */

const envelope =
  "<s:Envelope xmlns:s='x'><s:Body><u:GetXResponse xmlns:u='y'><NewX>1</NewX></u:GetXResponse></s:Body></s:Envelope>";
const faulty =
  "<s:Envelope xmlns:s='x'><s:Body><s:Fault><detail><UPnPError><errorCode>718</errorCode></UPnPError></detail></s:Fault></s:Body></s:Envelope>";
const page = "<html><body><h1>Error</h1><hr></body></html>";

const chunked = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const sized = (status: string, type: string, body: string): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

const rows: readonly (readonly [name: string, octets: string, expected: string])[] = [
  ["with a length", sized("200 OK", 'text/xml; charset="utf-8"', envelope), "1"],
  ["in chunks", `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(envelope)}`, "1"],
  ["until the connection ends", `HTTP/1.0 200 OK\r\nServer: x\r\n\r\n${envelope}`, "1"],
  ["with lines that end in LF", `HTTP/1.1 200 OK\nContent-Length: ${envelope.length}\n\n${envelope}`, "1"],
  ["as an octet stream", sized("200 OK", "application/octet-stream", envelope), "1"],
  ["with NUL octets behind it", sized("200 OK", "text/xml", `${envelope}\0\0`), "1"],
  ["without a reason phrase", sized("200", "text/xml", envelope), "1"],
  ["a fault with a length", sized("500 Internal Server Error", "text/xml", faulty), "gateway-port-taken"],
  [
    "a fault in chunks",
    `HTTP/1.1 500 Internal Server Error\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(faulty)}`,
    "gateway-port-taken",
  ],
  ["a fault as HTML", sized("500 Internal Server Error", "text/html", faulty), "gateway-port-taken"],
  ["a page", sized("500 Internal Server Error", "text/html", page), "answer-unreadable"],
  [
    "a page in chunks",
    `HTTP/1.1 500 Internal Server Error\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(page)}`,
    "answer-unreadable",
  ],
  ["cut short", "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<s:Envelope>", "answer-cut-short"],
  ["too large", sized("200 OK", "text/xml", `<a>${" ".repeat(70_000)}</a>`), "answer-too-large"],
  ["nothing", "", "answer-cut-short"],
  ["something else", "SSH-2.0-dropbear\r\n", "answer-unreadable"],
];

describe("an answer", () => {
  for (const [name, octets, expected] of rows) {
    test(name, async () => {
      const server = await startRawServer(octets);
      const controlUrl = new URL(`http://127.0.0.1:${server.port}/ctl?x=1`);
      const allowance = new Allowance(systemClock, { timeout: Duration.seconds(30) });
      const service = { type: "urn:schemas-upnp-org:service:X:1", controlUrl };
      const answered = await callAction(service, "GetX", [], { http: loopbackHttp }, allowance);
      await server.stop();
      expect(answered.ok ? answered.value.get("newx") : answered.code).toBe(expected);
      const [head = ""] = server.requests;
      const [line, ...fields] = head.split("\r\n");
      expect(line).toBe("POST /ctl?x=1 HTTP/1.1");
      expect(fields).toContain('SOAPAction: "urn:schemas-upnp-org:service:X:1#GetX"');
      expect(fields).toContain('Content-Type: text/xml; charset="utf-8"');
      expect(fields).toContain(`Host: 127.0.0.1:${server.port}`);
    });
  }

  test("time is over before the call / timed out, and nothing is sent", async () => {
    const server = await startRawServer("");
    const service = { type: "x", controlUrl: new URL(`http://127.0.0.1:${server.port}/`) };
    const allowance = new Allowance(systemClock, { timeout: Duration.zero });
    const answered = await callAction(service, "GetX", [], { http: loopbackHttp }, allowance);
    await server.stop();
    expect(answered).toMatchObject({ ok: false, code: "timed-out" });
    expect(server.requests).toEqual([]);
  });
});
