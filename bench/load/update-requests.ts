import type { PlainAnswer } from "./http-connection.ts";

/** Updates as clients send them, and what their answers must be. Shares no code with the server. */

export interface UpdateHost {
  readonly name: string;
  readonly token: string;
}

export type UpdateDialect = "dyndns2" | "rest";

/** The request that publishes one IPv4 address, with a token of the host itself. */
export function updateRequest(dialect: UpdateDialect, { name, token }: UpdateHost, address: string): string {
  if (dialect === "dyndns2") {
    const credentials = Buffer.from(`${name}:${token}`, "latin1").toString("base64");
    return (
      `GET /nic/update?hostname=${name}&myip=${address} HTTP/1.1\r\nHost: 127.0.0.1\r\n` +
      `User-Agent: Holdfast - bench - 1\r\nAuthorization: Basic ${credentials}\r\n\r\n`
    );
  }
  const body = JSON.stringify({ ipv4: [address] });
  return (
    `PUT /api/v1/names/${name}/addresses HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  );
}

/** What is wrong with the answer; undefined when nothing is. */
export function updateFlaw(
  dialect: UpdateDialect,
  { name }: UpdateHost,
  address: string,
  isChange: boolean,
  { status, body }: PlainAnswer,
): string | undefined {
  const shown = `${status} ${body}`;
  if (status !== 200) return shown;
  if (dialect === "dyndns2") return body === `${isChange ? "good" : "nochg"} ${address}` ? undefined : shown;
  const answer = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const isRight =
    answer["name"] === name && answer["changed"] === isChange && JSON.stringify(answer["ipv4"]) === `["${address}"]`;
  return isRight ? undefined : shown;
}
