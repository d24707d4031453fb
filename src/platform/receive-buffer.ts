/** Asks Linux for a larger receive queue of a socket. Best effort: elsewhere, or refused, the socket keeps its own. */

/** SOL_SOCKET, SO_RCVBUF and SO_RCVBUFFORCE of Linux, asm-generic/socket.h. */
const socketLevel = 1;
const receiveBuffer = 8;
const receiveBufferForce = 33;

/**
 * Sets the queue to `octets`, beyond `net.core.rmem_max` where we have the right to (CAP_NET_ADMIN).
 *
 * A packet waits there while the process collects garbage or handles the others; the default of 208 KiB holds about 270
 * small ones, and at 50 000 packets per second a pause of 6 ms then loses some.
 */
export async function enlargeReceiveBuffer(fd: number, octets: number): Promise<void> {
  const [{ ptr }, { openStandardLibrary }] = await Promise.all([import("bun:ffi"), import("./standard-library.ts")]);
  const library = openStandardLibrary({
    setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" },
  });
  // Without it the queue stays as it is.
  if (!library.ok) return;
  // An explicit ArrayBuffer: the memory behind a small typed array of its own may move.
  const value = new Int32Array(new ArrayBuffer(4)).fill(octets);
  enlargeBy((option) => library.value.symbols.setsockopt(fd, socketLevel, option, ptr(value), 4) === 0);
  library.value.close();
}

/** The same by calls of one's own. @param set gives an option of SOL_SOCKET the wanted value; false when refused. */
export function enlargeBy(set: (option: number) => boolean): void {
  if (!set(receiveBufferForce)) set(receiveBuffer);
}
