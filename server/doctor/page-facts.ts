import { type Policy, parseCsp } from "./csp.ts";
import type { Answer } from "./probe.ts";
import { readTags, type Tag } from "./tags.ts";

/** The script of the elements, as a page loads it. */
export interface PageScript {
  url: string;
  nonce: string | undefined;
  integrity: string | undefined;
  /** Fetched with CORS: a module, or one with a `crossorigin`. */
  isCors: boolean;
}

/** A server that an element calls from the page. */
export interface Callee {
  url: string;
  kind: "companion" | "api";
}

/** Whom an element calls whose attributes do not say. Without a `clientId` the API is called by the companion only. */
export interface CallDefaults {
  publicUrl: string;
  apiUrl: string;
  clientId: string | undefined;
}

/** What a page says that matters to the elements on it. */
export interface PageFacts {
  url: string;
  origin: string;
  policies: readonly Policy[];
  coep: string | undefined;
  script: PageScript | undefined;
  /** Whom its elements call. Without an element in the HTML, perhaps because a script makes it: whom one would call. */
  calls: readonly Callee[];
  hasElement: boolean;
}

const SCRIPT = /\/request-checkout(?:\.iife)?\.js$/;

/** Reads a page as it came. */
export function toPageFacts(
  { url, headers, body }: Pick<Answer, "url" | "headers" | "body">,
  defaults: CallDefaults,
): PageFacts {
  const tags = readTags(body);
  const elements = tags.filter(
    ({ name }) => name === "request-checkout" || name === "request-checkout-status",
  );
  const metas = tags.filter(
    ({ name, attributes }) =>
      name === "meta" && attributes.get("http-equiv")?.toLowerCase() === "content-security-policy",
  );
  return {
    url,
    origin: new URL(url).origin,
    policies: [
      ...parseCsp(headers.get("content-security-policy") ?? ""),
      ...metas.flatMap(({ attributes }) => parseCsp(attributes.get("content") ?? "")),
    ],
    coep: headers.get("cross-origin-embedder-policy")?.split(";")[0]?.trim(),
    script: tags.map((tag) => toScript(tag, url)).find((script) => script !== undefined),
    calls: toCalls(elements, url, defaults),
    hasElement: elements.length > 0,
  };
}

function toScript({ name, attributes }: Tag, pageUrl: string): PageScript | undefined {
  const src = attributes.get("src");
  if (name !== "script" || !src || !URL.canParse(src, pageUrl)) return undefined;
  const url = new URL(src, pageUrl);
  if (!SCRIPT.test(url.pathname)) return undefined;
  return {
    url: url.href,
    nonce: attributes.get("nonce"),
    integrity: attributes.get("integrity"),
    isCors: attributes.get("type") === "module" || attributes.has("crossorigin"),
  };
}

function toCalls(elements: readonly Tag[], pageUrl: string, defaults: CallDefaults): Callee[] {
  const { publicUrl, apiUrl, clientId } = defaults;
  const usual: Callee[] = [{ url: publicUrl, kind: "companion" }];
  if (clientId) usual.push({ url: apiUrl, kind: "api" });
  const all = elements.length > 0 ? elements.flatMap((tag) => callsOf(tag, pageUrl, apiUrl)) : usual;
  return [...new Map(all.map((callee) => [callee.url, callee])).values()];
}

function callsOf({ attributes }: Tag, pageUrl: string, apiUrl: string): Callee[] {
  const server = attributes.get("server");
  const api = attributes.get("client-id") && (attributes.get("api-url") ?? apiUrl);
  const resolve = (url: string | undefined, kind: Callee["kind"]): Callee[] =>
    url && URL.canParse(url, pageUrl) ? [{ url: new URL(url, pageUrl).href, kind }] : [];
  return [...resolve(server, "companion"), ...resolve(api, "api")];
}
