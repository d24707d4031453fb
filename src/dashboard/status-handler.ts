import { chooseLanguage, type Language } from "../core/language.ts";
import type { HttpHandler } from "../core/listen.ts";
import { renderStatusPage, type StatusPageModel, statusPageStyle } from "./status-page.ts";

/** Serves the status page. For loopback only: it knows no login, so it shows nothing that a login would guard. */

export interface StatusHandlerOptions {
  /** `host:port` forms that may stand in Host; others are pages of other sites that resolve to us (DNS rebinding). */
  readonly hosts: () => readonly string[];
  readonly model: (language: Language) => Promise<StatusPageModel>;
}

const headers = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

export function statusHandler({ hosts, model }: StatusHandlerOptions): HttpHandler {
  return async (request) => {
    const url = new URL(request.url);
    if (!hosts().includes(request.headers.get("host") ?? "")) {
      return new Response("This page answers to its own address only.\n", { status: 421, headers });
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response("This page can only be read.\n", {
        status: 405,
        headers: { ...headers, Allow: "GET, HEAD" },
      });
    }
    if (url.pathname === "/style.css") {
      return new Response(statusPageStyle, { headers: { ...headers, "Content-Type": "text/css; charset=utf-8" } });
    }
    if (url.pathname !== "/") return new Response("There is nothing here.\n", { status: 404, headers });
    const language = chooseLanguage([
      url.searchParams.get("lang") ?? undefined,
      request.headers.get("accept-language") ?? "",
    ]);
    const page = renderStatusPage(await model(language), language);
    return new Response(page, {
      headers: {
        ...headers,
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": language,
        Vary: "Accept-Language",
      },
    });
  };
}
