/** Tokens as services issue them: each is good until its end, or until the service takes it back. */
export class TokenDesk {
  /** Milliseconds since the epoch; a test may let it follow its own clock. */
  now: () => number = () => Date.UTC(2026, 10, 20);
  /** Whether credentials that are right get a token. */
  isOpen = true;
  readonly lifetimeSeconds: number;
  /** Tokens that were shown and not good. */
  refused = 0;
  readonly #ends = new Map<string, number>();
  #issued = 0;

  constructor(lifetimeSeconds: number) {
    this.lifetimeSeconds = lifetimeSeconds;
  }

  get issued(): number {
    return this.#issued;
  }

  issue(): string {
    this.#issued += 1;
    const token = `CANARY-token.${this.#issued}_${"x".repeat(40)}`;
    this.#ends.set(token, this.now() + this.lifetimeSeconds * 1000);
    return token;
  }

  isGood(token: string | undefined): boolean {
    const end = this.#ends.get(token ?? "");
    const isGood = end !== undefined && this.now() < end;
    if (!isGood) this.refused += 1;
    return isGood;
  }

  /** Takes back every token. */
  revoke(): void {
    this.#ends.clear();
  }
}

/** The token of `Authorization: Bearer`. */
export function bearerOf(headers: Readonly<Record<string, string>>): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers["authorization"] ?? "")?.[1];
}
