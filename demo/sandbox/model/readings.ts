/**
 * What no public source about Request Network settles, and the answers that are possible. A sandbox follows one
 * reading of each question. Every entry is `question` and its readings by letter, so that a test can enumerate them.
 */
export const READINGS = {
  R1: {
    question: "network in payment.confirmed",
    a: "the receiver's network id",
    b: "the payer's source network id",
    c: "a display name of the receiver's network, ethereum for mainnet",
  },
  R2: {
    question: "currency in payment.confirmed",
    a: "symbol of the token that the payer gave",
    b: "the invoice currency; a link that names none is invoiced in USD where its token is a USD stablecoin",
    c: "symbol of the token that the receiver gets",
  },
  R3: {
    question: "paymentCurrency in payment.confirmed",
    a: "the link's token as a symbol",
    b: "the link's token as an id",
    c: "the symbol of the token that the payer gave",
  },
  R4: {
    question: "amount, totalAmountPaid and expectedAmount in payment.confirmed",
    a: "as applied to the request",
    b: "as the payer pays, with bridge fees and payer-borne fees",
    c: "net of payee-borne fees",
  },
  R5: {
    question: "txHash in events and in the request read",
    a: "the transaction on the destination network",
    b: "the transaction on the source network",
    c: "the transaction of a bundle, shared by payments of several requests",
  },
  R6: {
    question: "unit of amounts in /v2/payments and in the token read",
    a: "human-readable",
    b: "base units",
    c: "base units for a single link, human-readable for a batch",
  },
  R7: {
    question: "when a token read answers 423",
    a: "only while a Safe transaction is pending",
    b: "while any payment is under way",
  },
  R8: {
    question: "detectionSource lifi",
    a: "the funds have reached the payee",
    b: "delivered on the destination network, but the final call failed: a note says so",
  },
  R9: {
    question: "fee legs",
    a: "not in requestIds, no event",
    b: "in requestIds, after the items",
    c: "not in requestIds, but a payment.confirmed of their own under a foreign request id",
  },
  R10: {
    question: "who bears the fees of an incoming link",
    a: "the payer, on top of the price",
    b: "the payee, deducted",
    c: "the orchestrator's choice: protocol fee on the payer, orchestrator's fee on the payee",
  },
  R11: {
    question: "over- and underpayment",
    a: "refused",
    b: "payment.partial, and excessAmount in payment.confirmed",
    c: "no event before the sum suffices, then payment.confirmed",
  },
  R12: {
    question: "clientId and orchestratorId in events and in the request list",
    a: "clientId as cli_…, orchestratorId as a ULID",
    b: "clientId as a ULID, orchestratorId as orch_…",
    c: "absent",
  },
  R13: {
    question: "form of paymentReference",
    a: "0x and 16 hex digits",
    b: "16 hex digits",
    c: "0x and 40 hex digits",
  },
  R14: {
    question: "token read with a merchant's Client ID",
    a: "allowed",
    b: "401",
  },
  R15: {
    question: "payee in reads and events",
    a: "the plain wallet: lower case in request reads, as configured elsewhere",
    b: "ERC-7828 text, wallet@eip155:chain#CHECKSUM",
    c: "null in request reads and masked in events where the link hides the payee; else as in a",
  },
  R16: {
    question: "scope of /v2/payments, and of the request list with an API key and a foreign wallet",
    a: "the caller's own",
    b: "everybody's",
  },
} as const;

export type Question = keyof typeof READINGS;
/** One reading for each question. */
export type Readings = { readonly [Q in Question]: Exclude<keyof (typeof READINGS)[Q], "question"> };

export const QUESTIONS = Object.keys(READINGS) as Question[];

/** Reading a, but for R11 and R16: the sandbox always took partial payments and found everybody's payments. */
export const DEFAULT_READINGS: Readings = {
  ...(Object.fromEntries(QUESTIONS.map((question) => [question, "a"])) as unknown as Readings),
  R11: "b",
  R16: "b",
};

/** The letters of a question's readings. */
export function lettersOf(question: Question): string[] {
  return Object.keys(READINGS[question]).filter((key) => key !== "question");
}

/**
 * Completes a choice. Amounts net of payee-borne fees (R4=c) need fees that the payee bears, so R10 is b then, unless
 * it is chosen too.
 */
export function completeReadings(chosen: Partial<Readings> = {}): Readings {
  return { ...DEFAULT_READINGS, ...(chosen.R4 === "c" && { R10: "b" as const }), ...chosen };
}

/**
 * Reads `R1=b,R4=c`.
 * @throws {TypeError} when a question or a reading does not exist
 */
export function parseReadings(text: string): Partial<Readings> {
  const pairs = text.split(",").map((pair) => pair.trim().split("="));
  const bad = pairs.find(([question = "", letter = ""]) => !isReading(question, letter));
  if (bad) throw new TypeError(`there is no reading ${bad.join("=").slice(0, 32)}`);
  return Object.fromEntries(pairs);
}

function isReading(question: string, letter: string): boolean {
  return Object.hasOwn(READINGS, question) && lettersOf(question as Question).includes(letter);
}

/** A reading for each question, the same for the same seed. */
export function drawReadings(seed: number): Readings {
  const draw = createRandom(seed);
  const drawn = QUESTIONS.map((question) => {
    const letters = lettersOf(question);
    return [question, letters[Math.floor(draw() * letters.length)]];
  });
  return Object.fromEntries(drawn);
}

/** `R1=b,R2=a,…`, as {@link parseReadings} reads it. */
export function formatReadings(readings: Readings): string {
  return QUESTIONS.map((question) => `${question}=${readings[question]}`).join(",");
}

/** Mulberry32: a small generator with a seed. The numbers are from 0 to below 1. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
