/** A stream to a peer, as the clients of this folder need it: TCP, TLS, or TLS within TLS. */

/** Hears what comes from the peer. After `onEnd` or `onError` nothing follows. */
export interface ConnectionListener {
  readonly onData: (chunk: Uint8Array) => void;
  /** The peer says no more. */
  readonly onEnd: () => void;
  /** The connection broke. */
  readonly onError: (error: unknown) => void;
}

export interface Connection {
  /** Sends all of it; what the kernel does not take at once leaves as soon as it can. */
  write(octets: Uint8Array): void;
  /** Sets who hears from now on, beginning with what came while nobody did; an end that was before is told again. */
  listen(listener: ConnectionListener): void;
  /** Ends the connection once everything written has left. */
  close(): void;
  /** Cuts the connection at once. */
  destroy(): void;
}
