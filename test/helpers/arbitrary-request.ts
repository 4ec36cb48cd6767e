import fc from "fast-check";
import { purchase, SHOP } from "./companion.ts";
import { paymentEvent, userEvent } from "./events.ts";
import { oddText, oddValue } from "./odd-values.ts";
import type { Route } from "./routes-of.ts";

/** What a stranger may send. */
export interface ArbitraryRequest {
  method: string;
  /** Path and query, as they go over the wire. */
  target: string;
  headers: Record<string, string>;
  /** Its bytes, each as a character. */
  body: string;
}

/** What a test knows that the requests shall be near to. */
export interface Known {
  /** Ids of checkouts, request ids, tokens. */
  ids: readonly string[];
  adminToken: string;
  /** The right signature of a body. */
  sign: (body: string) => string;
  /** Offers, of which some are good. */
  offers: readonly string[];
}

const JSON_TYPE = "application/json";

/** `__proto__` as a key of its own, as only a parser makes it. */
const KEYS = [
  "id product quantity offer amount currency reference payerIdentifier returnUrl returnLabel link status",
  "event requestId requestID requestIds timestamp totalAmountPaid expectedAmount network payee txHash subStatus",
  "refundAmount userEvent securePaymentToken occurredAt as note title expiresAt origin reusable __proto__ constructor",
].flatMap((line) => line.split(" "));

function bodies({ offers }: Known): fc.Arbitrary<string> {
  const near = fc.oneof(
    fc.constant(purchase()),
    fc.constant(purchase({ link: undefined })),
    fc.constant(paymentEvent("01ab")),
    fc.constant(userEvent("01ab", "wallet_connected")),
    fc.constant({ as: "paid", note: "x" }),
    fc.constant({ amount: "12.50", currency: "USDC-base", reference: "R" }),
    fc.constantFrom(...offers).map((offer) => ({ id: crypto.randomUUID(), offer })),
  );
  const changed = fc
    .tuple(near, fc.dictionary(fc.constantFrom(...KEYS), oddValue, { maxKeys: 3 }))
    .map(([good, changes]) => JSON.stringify({ ...renewed(good), ...changes }));
  return fc.oneof(
    { arbitrary: near.map((good) => JSON.stringify(renewed(good))), weight: 4 },
    { arbitrary: changed.map(toBytes), weight: 6 },
    { arbitrary: fc.json().map(toBytes), weight: 2 },
    {
      arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
      weight: 1,
    },
    { arbitrary: oddText.map(toBytes), weight: 1 },
    { arbitrary: fc.constant(`{"__proto__":{"polluted":1},"a":${"[".repeat(600)}`), weight: 1 },
  );
}

/** The same under an id, and about a link, that nobody has used. */
function renewed(body: object): object {
  if (!("id" in body)) return body;
  return {
    ...body,
    id: crypto.randomUUID(),
    ...("link" in body && body.link ? { link: purchase().link } : {}),
  };
}

const QUERIES =
  "wait limit cursor status since until product reference quantity amount currency offer state token __proto__ t".split(
    " ",
  );
/** None that a held answer would wait for. */
const WAITS = ["0", "-1", "x", "1e9", ""];

function queries(): fc.Arbitrary<string> {
  const pair = fc
    .tuple(fc.constantFrom(...QUERIES), fc.oneof(oddText, fc.constantFrom("1", "200", "paid", "rejected")))
    .chain(([name, value]) =>
      fc.constantFrom(...(name === "wait" ? WAITS : [value])).map((chosen) => [name, chosen] as const),
    )
    .map(([name, value]) => `${name}=${encode(value)}`);
  const raw = fc.constantFrom("%", "%zz", "&&&", "=", "a[b]=c", "a[]=1&a[]=2", "%00=%ff", "wait[x]=1");
  return fc
    .array(fc.oneof({ arbitrary: pair, weight: 4 }, { arbitrary: raw, weight: 1 }), { maxLength: 4 })
    .map((parts) => (parts.length > 0 ? `?${parts.join("&")}` : ""));
}

/** What each header may be, beside what it should be. */
const ODD_HEADERS: Record<string, readonly string[]> = {
  origin: ["https://evil.example", "null", `${SHOP}/`],
  "content-type": [`${JSON_TYPE}; charset=x`, "text/plain", "x", "multipart/form-data"],
  authorization: ["Bearer x", "Basic x", "Bearer"],
  accept: ["text/html", "*/*", ",,,"],
  cookie: ["checkout=%", "=;=", `checkout=${crypto.randomUUID()}`],
  "if-none-match": ["*", '"0"', "x", '"'],
  "sec-fetch-mode": ["no-cors", "x"],
  "sec-fetch-dest": ["image", "x"],
  "content-encoding": ["gzip", "identity", ""],
  "x-forwarded-for": ["192.0.2.1", ",,,", "::1, x", "999.999.999.999"],
  "x-forwarded-host": ["evil.example"],
  "x-request-network-test": ["true", "false"],
  "x-request-network-delivery": ["dlv_1", ""],
  "access-control-request-method": ["POST", "x"],
  "x-http-method-override": ["DELETE"],
  range: ["bytes=0-1", "bytes=9-1", "bytes=x"],
};

/** Those that let a request in, with some of them made odd. */
function headersFor({ path }: Route, { adminToken, ids }: Known): fc.Arbitrary<Record<string, string>> {
  const good = {
    origin: SHOP,
    "content-type": path.startsWith("/pay/") ? "application/x-www-form-urlencoded" : JSON_TYPE,
    authorization: `Bearer ${adminToken}`,
    "sec-fetch-mode": "navigate",
    "sec-fetch-dest": "document",
    cookie: `checkout=${ids[0]}`,
  };
  const oddOnes = fc
    .constantFrom(...Object.keys(ODD_HEADERS))
    .chain((name) =>
      fc.tuple(
        fc.constant(name),
        fc.oneof(fc.constantFrom(...(ODD_HEADERS[name] ?? [])), fc.string({ maxLength: 60 })),
      ),
    );
  const changes = fc.oneof(
    { arbitrary: fc.array(oddOnes, { maxLength: 2 }), weight: 2 },
    { arbitrary: fc.array(oddOnes, { maxLength: 12 }), weight: 1 },
  );
  return changes.map((pairs) => ({
    ...good,
    ...Object.fromEntries(pairs.map(([name, value]) => [name, value.trim()])),
  }));
}

/** Requests that are near to a route's good ones, and far from them. */
export function requestsTo({ method, path }: Route, known: Known): fc.Arbitrary<ArbitraryRequest> {
  const part = fc.oneof(
    { arbitrary: fc.constantFrom(...known.ids, "sticker", "sticker"), weight: 4 },
    { arbitrary: oddText.map(encode), weight: 2 },
    { arbitrary: fc.constantFrom("%zz", "%00", "..%2f", "%c0%ae", "request-checkout.js", "%"), weight: 1 },
  );
  const slots = path.replace(/^\*/, "/*").split(/:\w+|\*/);
  const filled = fc
    .tuple(...slots.slice(1).map(() => part))
    .map((parts) => slots.map((text, index) => text + (parts[index] ?? "")).join(""));
  return fc
    .record({
      method: fc.oneof(
        { arbitrary: fc.constant(method), weight: 9 },
        { arbitrary: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"), weight: 1 },
      ),
      target: fc.tuple(filled, queries()).map(([where, query]) => where + query),
      headers: headersFor({ method, path }, known),
      body: bodies(known),
      isSigned: fc.oneof(
        { arbitrary: fc.constant(true), weight: 4 },
        { arbitrary: fc.constant(false), weight: 1 },
      ),
    })
    .map(({ isSigned, ...request }) => {
      if (!isSigned) return request;
      const signature = { "x-request-network-signature": known.sign(request.body) };
      return { ...request, headers: { ...request.headers, ...signature } };
    });
}

function toBytes(text: string): string {
  return Buffer.from(text).toString("latin1");
}

/** Percent-encoded; half a character, which can't be encoded, by its own three bytes. */
function encode(text: string): string {
  return [...text].map((char) => (/\p{Cs}/u.test(char) ? "%ED%A0%80" : encodeURIComponent(char))).join("");
}
