import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { zoneRows, type ZoneRow } from "./record-service.ts";
import { RouteTable } from "./route-table.ts";
import type { ZoneStore } from "./zone-store.ts";

/** What a service tells about one zone, for clients that begin with asking for it by name. */
export function aboutZone(
  route: string,
  show: (zone: ZoneRow, store: ZoneStore) => EmulatedAnswer,
): (request: ReceivedRequest, store: ZoneStore) => EmulatedAnswer | undefined {
  const table = new RouteTable({ zone: route });
  return (request, store) => {
    const named = table.match(request)?.parameters["zone"];
    const zone = zoneRows(store).find(({ apex }) => apex === named);
    return zone === undefined ? undefined : show(zone, store);
  };
}
