import { chooseLanguage, type Language } from "../core/language.ts";
import type { HttpHandler } from "../core/listen.ts";
import { renderStatusPage, type StatusPageModel } from "./status-page.ts";
import { statusPageIcon, statusPageStyle } from "./status-page-assets.ts";

/** Serves the status page. For loopback only: it knows no login, so it shows nothing that a login would guard. */

export interface StatusHandlerOptions {
  /** `host:port` forms that may stand in Host; others are pages of other sites that resolve to us (DNS rebinding). */
  readonly hosts: () => readonly string[];
  readonly model: (language: Language) => Promise<StatusPageModel>;
}

const headers: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

function answer(status: number, type: string, body: string, more: Readonly<Record<string, string>> = {}): Response {
  return new Response(body, { status, headers: { ...headers, "Content-Type": `${type}; charset=utf-8`, ...more } });
}

export function statusHandler({ hosts, model }: StatusHandlerOptions): HttpHandler {
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (!hosts().includes(request.headers.get("host")?.toLowerCase() ?? "")) {
      return answer(421, "text/plain", "This page answers to its own address only.\n");
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      return answer(405, "text/plain", "This page can only be read.\n", { Allow: "GET, HEAD" });
    }
    switch (pathname) {
      case "/style.css":
        return answer(200, "text/css", statusPageStyle);
      case "/icon.svg":
        return answer(200, "image/svg+xml", statusPageIcon);
      case "/": {
        const wishes = [searchParams.get("lang"), request.headers.get("accept-language")];
        const language = chooseLanguage(wishes.map((wish) => wish ?? undefined));
        const page = renderStatusPage(await model(language), language);
        return answer(200, "text/html", page, { "Content-Language": language, Vary: "Accept-Language" });
      }
      default:
        return answer(404, "text/plain", "There is nothing here.\n");
    }
  };
}
