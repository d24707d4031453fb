import { join } from "node:path";

/** The SDKs that `scripts/cached-tools.sh` installs, without their types: they are no dependencies of ours. */

const place = join(import.meta.dir, "../../.cache/sdks/node_modules");

type Callable = (this: unknown, ...args: readonly unknown[]) => unknown;

/** A value inside of a file of a package, by its path of members. */
export async function inSdk(file: string, ...members: readonly string[]): Promise<unknown> {
  let value: unknown = await import(join(place, file));
  for (const member of members) value = memberOf(value, member);
  return value;
}

export function memberOf(value: unknown, member: string): unknown {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (!isObject || !Reflect.has(value, member)) throw new Error(`the SDK has no ${member}`);
  return Reflect.get(value, member);
}

/** Calls a method of an object or class of an SDK. */
export function call(value: unknown, method: string, ...args: readonly unknown[]): unknown {
  const callable = memberOf(value, method);
  if (!isCallable(callable)) throw new Error(`${method} of the SDK is no function`);
  return callable.call(value, ...args);
}

/** Makes an object of a class of an SDK. */
export function make(constructed: unknown, ...args: readonly unknown[]): unknown {
  if (!isCallable(constructed)) throw new Error("the SDK has no such class");
  return Reflect.construct(constructed, [...args]);
}

function isCallable(value: unknown): value is Callable {
  return typeof value === "function";
}
