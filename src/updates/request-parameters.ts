import type { Credentials } from "./authenticate.ts";

/**
 * The query, and behind it the form of a POST. A form that nobody read would look like a request without an address, and
 * the peer's would be published.
 */
export async function readParameters(request: Request, url: URL): Promise<URLSearchParams> {
  const parameters = url.searchParams;
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "");
  if (request.method !== "POST" || !isForm) return parameters;
  for (const [name, value] of new URLSearchParams(await request.text())) parameters.append(name, value);
  return parameters;
}

/** The first of some parameters that has a value, without the blanks around it; empty when none has. */
export function firstOf(parameters: URLSearchParams, ...names: readonly string[]): string {
  for (const name of names) {
    const value = parameters.get(name)?.trim();
    if (value !== undefined && value !== "") return value;
  }
  return "";
}

/** Credentials in a URL or form, by the names that several services have for them; undefined without a password. */
export function parameterCredentials(parameters: URLSearchParams): Credentials | undefined {
  const secret = firstOf(parameters, "password", "pass", "token");
  const user = firstOf(parameters, "username", "user");
  return secret === "" ? undefined : { user: user === "" ? undefined : user, secret };
}
