/**
 * Played by the tests of the laboratory: keeps changing names on a server, each by a client of its own, and prints a line
 * of JSON for every change that is about to be sent and for every one that was acknowledged.
 *
 * Arguments: the server's URL, then `name=token` for every client. Ends when its input ends.
 */

const [server = "", ...clients] = process.argv.slice(2);
let isOver = false;

function say(kind: "sent" | "acknowledged", name: string, number: number): void {
  process.stdout.write(`${JSON.stringify({ kind, name, number })}\n`);
}

async function write(name: string, token: string): Promise<void> {
  for (let number = 1; !isOver; number += 1) {
    const address = `44.129.${number >> 8}.${number & 255}`;
    say("sent", name, number);
    try {
      const answer = await fetch(`${server}/api/v1/names/${name}/addresses`, {
        method: "PUT",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ ipv4: [address] }),
      });
      if (answer.status === 200) say("acknowledged", name, number);
      else process.stdout.write(`${JSON.stringify({ kind: "refused", name, number: answer.status })}\n`);
    } catch {
      // The server is dead; how much of this change it knew is what the test is about.
      await Bun.sleep(10);
    }
  }
}

process.stdin.resume();
process.stdin.on("end", () => {
  isOver = true;
});
await Promise.all(
  clients.map((client) => {
    const [name = "", token = ""] = client.split("=");
    return write(name, token);
  }),
);
