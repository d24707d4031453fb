import type { ReceivedRequest } from "./http-emulator.ts";

/** Method and path of each operation, as `PUT /zones/{zone}/records/{id}`; an operation may have none, or several. */
export type Routes<O extends string> = Readonly<Partial<Record<O, string | readonly string[]>>>;

export interface MatchedRoute<O extends string> {
  readonly operation: O;
  readonly parameters: Readonly<Record<string, string | undefined>>;
}

/** Tells which operation of a service a request is. */
export class RouteTable<O extends string> {
  readonly #routes: readonly (readonly [operation: O, method: string, pattern: RegExp])[];

  constructor(routes: Routes<O>) {
    this.#routes = Object.entries<Routes<O>[O]>(routes).flatMap(([operation, route = []]) =>
      [route].flat().map((one) => {
        const [method = "", path = ""] = one.split(" ");
        const pattern = path.replaceAll(/[.*+?]/g, "\\$&").replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)");
        return [operation as O, method, new RegExp(`^${pattern}$`)] as const;
      }),
    );
  }

  match(request: ReceivedRequest): MatchedRoute<O> | undefined {
    for (const [operation, method, pattern] of this.#routes) {
      const found = request.method === method ? pattern.exec(request.path) : null;
      if (found === null) continue;
      const parameters = Object.entries(found.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]);
      return { operation, parameters: Object.fromEntries(parameters) };
    }
    return undefined;
  }
}
