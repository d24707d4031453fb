import type { Lab } from "./lab-network.ts";
import { until } from "./until.ts";

/** Datagrams as they pass an interface of the laboratory, taken by `tcpdump`. */

/** Octets before the first packet of a file, and before each: libpcap's format, in the machine's order. */
const [fileHead, packetHead] = [24, 16];

/** Ethernet without VLAN; then IPv4, whose length its first octet tells, and UDP. */
const [ethernetHead, udpHead] = [14, 8];

export class CapturedDatagrams {
  readonly #child: Bun.Subprocess<"pipe", "pipe", "pipe">;
  readonly #payloads: Uint8Array[] = [];
  #isListening = false;

  private constructor(lab: Lab, host: string, device: string, filter: string) {
    this.#child = lab.spawn(host, ["tcpdump", "-i", device, "-Q", "in", "-U", "-n", "-w", "-", filter]);
    void this.#read();
    void this.#watch();
  }

  /** @param device of the host; only what comes in over IPv4 is taken. */
  static async start(lab: Lab, host: string, device: string, filter: string): Promise<CapturedDatagrams> {
    const captured = new CapturedDatagrams(lab, host, device, filter);
    await until("tcpdump listens", () => (captured.#isListening ? true : undefined));
    return captured;
  }

  /** Waits for a payload that is like this. */
  find(what: string, isIt: (payload: Uint8Array) => boolean): Promise<Uint8Array> {
    return until(what, () => this.#payloads.findLast(isIt));
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#child.exited;
  }

  async #watch(): Promise<void> {
    for await (const octets of this.#child.stderr) {
      if (new TextDecoder().decode(octets).includes("listening on")) this.#isListening = true;
    }
  }

  async #read(): Promise<void> {
    let rest = Buffer.alloc(0);
    let isHeadGone = false;
    for await (const octets of this.#child.stdout) {
      rest = Buffer.concat([rest, octets]);
      if (!isHeadGone && rest.length >= fileHead) {
        rest = rest.subarray(fileHead);
        isHeadGone = true;
      }
      while (isHeadGone && rest.length >= packetHead && rest.length >= packetHead + rest.readUInt32LE(8)) {
        const end = packetHead + rest.readUInt32LE(8);
        const packet = rest.subarray(packetHead + ethernetHead, end);
        const internetHead = ((packet[0] ?? 0) & 0xf) * 4;
        this.#payloads.push(Uint8Array.from(packet.subarray(internetHead + udpHead)));
        rest = rest.subarray(end);
      }
    }
  }
}
