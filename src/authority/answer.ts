import { assert } from "../core/assert.ts";
import type { Clock } from "../core/clock.ts";
import type { AnswerSettings } from "./answer-settings.ts";
import { Arena, control } from "./arena.ts";
import { classifyMessage } from "./classify.ts";
import { Composer, type MessageTransport, type Querier } from "./compose.ts";
import { classCode, extendedErrorCode, headerOctets, rcodeCode, typeCode } from "./codes.ts";
import { AnswerCounters } from "./counters.ts";
import { copyAddress, EdnsReply } from "./edns-reply.ts";
import { type Identity, identityRdata } from "./identity.ts";
import { Query } from "./query.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { answerKind, noError, ResponseWriter } from "./response-writer.ts";
import { TableReader } from "./table-reader.ts";

/**
 * Answers one message: octets in, octets out. Reads the zone table and nothing else; makes no object on the way, since
 * it runs for every packet. Opens no socket: `udp.ts` and `tcp.ts` bring the messages.
 */

export interface AnswererOptions extends AnswerSettings {
  readonly counters?: AnswerCounters;
  /** For cookies and limits. */
  readonly clock?: Pick<Clock, "now" | "monotonic">;
}

/** Largest answer over UDP, in octets, whatever the client says: no path cuts it into fragments. DNS Flag Day 2020 */
export const largestDatagram = 1232;

/** Largest answer over TCP, in octets. RFC 1035 §4.2.2 */
export const largestFrame = 65_535;

/** An answer is begun anew when a change was published meanwhile; so many in a row mean something is wrong. */
const mostAttempts = 100;

export class Answerer {
  readonly counters: AnswerCounters;
  readonly #identity: Identity;
  readonly #reader: TableReader;
  readonly #query: Query;
  readonly #response: ResponseWriter = new ResponseWriter();
  readonly #composer: Composer;
  readonly #edns: EdnsReply;
  readonly #limiter: RateLimiter | undefined;
  readonly #address: Uint8Array = new Uint8Array(16);

  /** @param memory a zone table's; any number of answerers may look into it, in any thread. */
  constructor(memory: WebAssembly.Memory, options: AnswererOptions = {}) {
    const arena = new Arena(memory);
    const seed = arena.words[control.seed] ?? 0;
    this.counters = options.counters ?? new AnswerCounters();
    this.#identity = options.identity ?? {};
    const { clock, rateLimit } = options;
    assert(
      clock !== undefined || (rateLimit === undefined && options.cookieSecrets === undefined),
      "cookies and limits need a clock",
    );
    this.#edns = new EdnsReply(options, clock);
    this.#limiter = rateLimit && clock && new RateLimiter(rateLimit, clock, seed);
    this.#reader = new TableReader(arena);
    this.#query = new Query(seed);
    this.#composer = new Composer(this.#reader, this.#query, this.#response, seed);
  }

  /**
   * Answers the message between two offsets and writes the answer over it. From `start` on there must be room for
   * `largestDatagram` octets, or for `largestFrame` on a stream.
   *
   * @returns the length of the answer; 0 when there must be none.
   */
  answer(message: Uint8Array, start: number, end: number, transport: MessageTransport, querier: Querier): number {
    const kind = classifyMessage(message, start, end);
    if (kind === "unanswerable") {
      this.counters.countDropped();
      return 0;
    }
    const query = this.#query;
    const response = this.#response;
    const edns = this.#edns;
    const state = query.read(message, start, end);
    edns.clear();
    // What claims to be an option of a malformed message may lie behind its end, in what somebody else sent before.
    if (state === "readable") edns.begin(message, query, transport, querier);
    response.begin(message, start, state === "malformed" ? start + headerOctets : query.questionEnd);
    const datagram = Math.min(query.payloadOctets, largestDatagram);
    response.limitTo(transport === "datagram" ? datagram : largestFrame, query.hasEdns, edns.length);
    if (kind !== "query") this.#refuse(rcodeCode.NOTIMP, extendedErrorCode.notSupported);
    // RFC 7873 §5.2.2
    else if (state !== "readable" || edns.cookie === "malformed") response.rcode = rcodeCode.FORMERR;
    else this.#answerQuery(querier);
    if (this.#limiter !== undefined && transport === "datagram" && edns.cookie !== "right") {
      if (!this.#isWithinLimit(this.#limiter, querier)) return 0;
    }
    if (response.extendedError !== noError) edns.putError(response.extendedError);
    if (query.hasEdns) response.putOpt(query.isDnssecOk, edns.octets, edns.length);
    this.counters.countAnswer(response.rcode, response.isTruncated);
    return response.finish();
  }

  /**
   * False when the answer must not be sent. One that would be sent without content is a cookie for who speaks cookies: with
   * it the client is believed to be where it says. RFC 7873 §5.2.3
   */
  #isWithinLimit(limiter: RateLimiter, querier: Querier): boolean {
    const response = this.#response;
    const addressOctets = copyAddress(querier, this.#address);
    const verdict = limiter.judge(this.#address, addressOctets, response.kind, response.subject);
    if (verdict === "send") return true;
    this.counters.countLimited();
    if (verdict === "drop") return false;
    response.clear();
    if (this.#edns.hasCookie) response.rcode = rcodeCode.BADCOOKIE;
    else response.isTruncated = true;
    return true;
  }

  #refuse(rcode: number, extendedError: number): void {
    this.#response.rcode = rcode;
    this.#response.extendedError = extendedError;
  }

  #answerQuery(querier: Querier): void {
    const query = this.#query;
    if (query.ednsVersion !== 0) {
      this.#response.rcode = rcodeCode.BADVERS;
    } else if (query.isSigned) {
      // We hold no keys for queries, so every key is unknown. RFC 8945 §5.2.1
      this.#response.rcode = rcodeCode.NOTAUTH;
    } else if (query.class !== classCode.IN) {
      this.#answerIdentity();
    } else {
      const refusal = refusalOf(query.type);
      if (refusal === rcodeCode.NOERROR) this.#answerFromTable(querier);
      else if (refusal === rcodeCode.REFUSED) this.#refuse(refusal, extendedErrorCode.prohibited);
      else this.#response.rcode = refusal;
    }
  }

  #answerIdentity(): void {
    const rdata = identityRdata(this.#identity, this.#query);
    const isTold = rdata !== undefined && this.#response.putOwnRecord(typeCode.TXT, classCode.CH, headerOctets, rdata);
    this.#response.isAuthoritative = isTold;
    this.#response.kind = answerKind.identity;
    if (!isTold) this.#refuse(rcodeCode.REFUSED, extendedErrorCode.prohibited);
  }

  /** Begins anew until one version of the table lasted from the first look to the last. */
  #answerFromTable(querier: Querier): void {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      this.#response.clear();
      this.#reader.begin();
      this.#composer.compose(querier);
      if (this.#reader.isCurrent()) return;
    }
    this.#response.clear();
    this.#response.rcode = rcodeCode.SERVFAIL;
  }
}

/** The response code for types that no zone can hold; NOERROR for all others. RFC 6895 §3.1 */
function refusalOf(type: number): number {
  if (type === typeCode.ANY || (type !== 0 && type !== typeCode.OPT && (type < 128 || type > 255))) {
    return rcodeCode.NOERROR;
  }
  // Transfers have a door of their own.
  if (type === typeCode.AXFR || type === typeCode.IXFR) return rcodeCode.REFUSED;
  return type === typeCode.MAILA || type === typeCode.MAILB ? rcodeCode.NOTIMP : rcodeCode.FORMERR;
}
