import { OwnerName } from "../../src/core/name.ts";
import { codeOfType, type RRType } from "../../src/core/rr-type.ts";
import { readZone } from "../../src/zonefile/read.ts";
import { exampleZone } from "../interop/awkward-zones.ts";
import { handMadeZones } from "../interop/hand-made-zones.ts";
import { expectOk } from "../support/expect-ok.ts";
import type { Chance } from "./chance.ts";

/** Makes DNS messages as octets: mostly what the grammar of messages allows, with a lie here and there. */

type List<T> = readonly [T, ...T[]];

const rrsets = [exampleZone, ...handMadeZones].flatMap(({ text }) => expectOk(readZone(text)).rrsets);
const served: readonly Uint8Array[] = rrsets.map(({ owner }) => owner.wire);
/** Real RDATA of every type that the zones of the interop tests have, which is every type there is. */
const samples: readonly { readonly type: RRType; readonly rdata: Uint8Array }[] = rrsets.flatMap(({ type, rdata }) =>
  rdata.slice(0, 1).map((one) => ({ type, rdata: one })),
);

const names: List<Uint8Array> = [
  OwnerName.root.wire,
  ...[
    ...["example", "www.example", "ns.child.example", "x.old.example", "y.wild.example", "ring1.example"],
    ...["many.example", "mail.example", "svc.types.test", "nx.types.test", "dyn.example", "home.dyn.example"],
    ...["alias.dyn.example", "ns1.dyn.example", "a.b.home.dyn.example", "version.bind", "elsewhere.test"],
  ].map(wire),
];

const types: List<number> = [1, 28, 2, 5, 6, 15, 16, 33, 35, 39, 41, 43, 64, 65, 250, 251, 252, 255, 0, 65_280];
const classes: List<number> = [1, 1, 1, 1, 254, 255, 3, 0, 42];
const ttls: List<number> = [0, 0, 60, 300, 0x7fffffff, 0x80000000, 0xffffffff];
/** Class, and whether there is RDATA. */
const prerequisiteForms: List<readonly [rrClass: number, hasRdata: boolean]> = [
  [255, false],
  [254, false],
  [254, false],
  [1, true],
];
const operationForms: typeof prerequisiteForms = [
  [1, true],
  [1, true],
  [255, false],
  [254, true],
];
const dynamicNames: List<Uint8Array> = [
  wire("dyn.example"),
  ...["home.dyn.example", "alias.dyn.example", "HOME.dyn.example", "x.y.dyn.example"].map(wire),
];
const optionCodes: List<number> = [10, 3, 11, 12, 8, 15, 5, 65_001];
const opcodes: List<number> = [0, 0, 0, 5, 5, 5, 4, 1, 2, 6, 9];

function wire(text: string): Uint8Array {
  return expectOk(OwnerName.parse(text)).wire;
}

export class MessageGrammar {
  readonly #chance: Chance;
  #octets: number[] = [];

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** One message; without an opcode given, of any. */
  message(opcode: number = this.#chance.pick(opcodes)): Uint8Array {
    const chance = this.#chance;
    const isUpdate = opcode === 5;
    if (opcode === 0 && chance.oneIn(2)) return this.#query();
    this.#octets = [...chance.octets(2), opcode << 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    if (chance.oneIn(10)) this.#octets[2] = (opcode << 3) | chance.below(256);
    if (chance.oneIn(5)) this.#octets[3] = chance.below(256);
    const counts = [
      chance.oneIn(15) ? chance.below(3) : 1,
      this.#some(isUpdate),
      this.#some(isUpdate),
      this.#some(false),
    ];
    for (let index = 0; index < (counts[0] ?? 0); index += 1) this.#question(isUpdate);
    for (const section of [1, 2, 3] as const) {
      for (let index = 0; index < (counts[section] ?? 0); index += 1) {
        if (isUpdate && section < 3 && !chance.oneIn(6)) this.#change(section === 1);
        else this.#record();
      }
    }
    if (chance.oneIn(2)) {
      counts[3] = (counts[3] ?? 0) + 1;
      this.#opt();
    }
    for (const [index, count] of counts.entries()) {
      const told = chance.oneIn(40) ? chance.pick([0, count + 1, 0xffff]) : count;
      this.#octets[4 + index * 2] = told >>> 8;
      this.#octets[5 + index * 2] = told & 0xff;
    }
    if (chance.oneIn(30)) this.#octets.push(...chance.octets(1 + chance.below(8)));
    return Uint8Array.from(this.#octets);
  }

  /** A query without a lie, about what is there or nearly there. */
  #query(): Uint8Array {
    const chance = this.#chance;
    const hasEdns = chance.oneIn(2);
    this.#octets = [...chance.octets(2), chance.below(2), 0, 0, 1, 0, 0, 0, 0, 0, hasEdns ? 1 : 0];
    const owner = served[chance.below(served.length)] ?? OwnerName.root.wire;
    if (chance.oneIn(4) && owner.length < 200) this.#octets.push(2, 0x6e, 0x78);
    this.#octets.push(...owner);
    const sample = samples[chance.below(samples.length)];
    this.#uint16(sample === undefined || chance.oneIn(3) ? chance.pick(types) : codeOfType(sample.type));
    this.#uint16(1);
    if (hasEdns) this.#opt();
    return Uint8Array.from(this.#octets);
  }

  #some(isUsual: boolean): number {
    const chance = this.#chance;
    if (isUsual) return chance.below(4);
    return chance.oneIn(4) ? chance.below(3) : 0;
  }

  #question(isUpdate: boolean): void {
    const chance = this.#chance;
    if (isUpdate && !chance.oneIn(6)) {
      this.#octets.push(3, 100, 121, 110, 7, 101, 120, 97, 109, 112, 108, 101, 0, 0, 6, 0, 1);
      return;
    }
    this.#name();
    this.#uint16(chance.oneIn(6) ? chance.below(65_536) : chance.pick(types));
    this.#uint16(chance.oneIn(6) ? chance.pick(classes) : 1);
  }

  /** A prerequisite or an operation in one of their forms. RFC 2136 §2.4, §2.5 */
  #change(isPrerequisite: boolean): void {
    const chance = this.#chance;
    const form = chance.pick(isPrerequisite ? prerequisiteForms : operationForms);
    const [rrClass, hasRdata] = form;
    if (chance.oneIn(4)) this.#octets.push(1, 97 + chance.below(3));
    this.#octets.push(...chance.pick(dynamicNames));
    const sample = samples[chance.below(samples.length)];
    const rdata = hasRdata && sample !== undefined ? sample.rdata : new Uint8Array(0);
    const isAny = rrClass !== 1 && !hasRdata && chance.oneIn(3);
    this.#uint16(isAny ? 255 : sample === undefined ? 1 : codeOfType(sample.type));
    this.#uint16(rrClass);
    this.#uint16(0);
    this.#uint16(rrClass === 1 && !isPrerequisite ? chance.below(300) : 0);
    this.#uint16(rdata.length);
    this.#octets.push(...rdata);
  }

  #record(): void {
    const chance = this.#chance;
    this.#name();
    const sample = samples[chance.below(samples.length)];
    const isReal = sample !== undefined && !chance.oneIn(4);
    this.#uint16(isReal ? codeOfType(sample.type) : chance.pick(types));
    this.#uint16(chance.pick(classes));
    const ttl = chance.pick(ttls);
    this.#uint16(ttl >>> 16);
    this.#uint16(ttl & 0xffff);
    const rdata = isReal && !chance.oneIn(3) ? sample.rdata : chance.octets(chance.oneIn(2) ? 0 : chance.below(24));
    this.#uint16(chance.oneIn(40) ? chance.below(65_536) : rdata.length);
    this.#octets.push(...rdata);
  }

  #opt(): void {
    const chance = this.#chance;
    this.#octets.push(0);
    this.#uint16(41);
    this.#uint16(chance.pick([1_232, 512, 0, 4_096, 65_535]));
    this.#octets.push(
      chance.oneIn(20) ? 1 : 0,
      chance.oneIn(20) ? chance.below(256) : 0,
      chance.pick([0, 0x80, 0xff]),
      0,
    );
    const length = this.#octets.length;
    this.#uint16(0);
    for (let count = chance.below(3); count > 0; count -= 1) {
      const value = chance.octets(chance.pick([0, 8, 16, 24, 40, chance.below(60)]));
      this.#uint16(chance.pick(optionCodes));
      this.#uint16(chance.oneIn(30) ? chance.below(65_536) : value.length);
      this.#octets.push(...value);
    }
    const told = this.#octets.length - length - 2;
    this.#octets[length] = told >>> 8;
    this.#octets[length + 1] = told & 0xff;
  }

  #name(): void {
    const chance = this.#chance;
    const kind = chance.below(80);
    if (kind === 0) this.#octets.push(0xc0 | chance.below(64), chance.below(256));
    else if (kind === 1) this.#octets.push(chance.pick([0x40, 0x80, 0x41]), ...chance.octets(3));
    else if (kind === 2) this.#octets.push(...Array.from({ length: 120 + chance.below(20) }, () => [1, 97]).flat(), 0);
    else if (kind < 6) this.#octets.push(3, ...chance.octets(3), 0xc0, 12);
    else if (kind < 14) this.#octets.push(0xc0, 12);
    else if (kind < 20) this.#octets.push(2, 0x2a, ...chance.octets(1), ...chance.pick(names));
    else this.#octets.push(...chance.pick(names));
  }

  #uint16(value: number): void {
    this.#octets.push(value >>> 8, value & 0xff);
  }
}
