import { z } from "zod";
import { buildSandbox, type Sandbox } from "../../../demo/sandbox/sandbox.ts";
import { defineCommand } from "../program/command.ts";
import { CommandError, UsageError } from "../program/command-error.ts";
import { createLog } from "../trigger/delivery-log.ts";
import { SCENARIOS } from "../trigger/scenarios.ts";
import { readUrl, readWebhookSecret } from "../trigger/target.ts";

const DEFAULT_RETRIES = "1000,5000,15000";
const names = Object.keys(SCENARIOS);

export const command = defineCommand({
  usage: "<scenario> --to URL [options]",
  about: `Sends what Request Network would send, signed and with retries, and prints each attempt and its answer.
Scenarios: ${names.join(", ")}.`,
  options: {
    to: { type: "string", value: "URL", help: "the webhook's address" },
    secret: {
      type: "string",
      value: "SECRET",
      help: "signs the deliveries; default: REQUEST_WEBHOOK_SECRET, the first of several",
    },
    amount: { type: "string", value: "10", help: "the price" },
    currency: { type: "string", value: "USDC-base", help: "its currency and network" },
    payee: { type: "string", value: "0x…", help: "the receiving wallet; default: the sandbox's" },
    reference: { type: "string", value: "ORDER-17", help: "the reference of the payment link" },
    "request-id": { type: "string", value: "ID", help: "the request id; default: an invented one" },
    token: { type: "string", value: "TOKEN", help: "the token of the link; default: an invented one" },
    retries: {
      type: "string",
      value: "MS,MS,…",
      help: `pauses before the attempts that follow a failed one; default: ${DEFAULT_RETRIES}`,
    },
  },
  notes: `Deliveries look like real ones: whoever knows the secret can make an order paid. The exit code is 1 where a delivery was
not answered 2xx in the end.`,
  positionals: 1,
  readsSettings: true,
  async run({ values, positionals: [name = ""], env, signal, print }) {
    const scenario = Object.hasOwn(SCENARIOS, name) ? SCENARIOS[name] : undefined;
    if (!scenario) throw new UsageError(`the scenario must be one of ${names.join(", ")}.`);
    const url = readUrl(values.to);
    const secret = readWebhookSecret(values.secret ?? env.REQUEST_WEBHOOK_SECRET);
    const retryDelaysMs = readRetries(values.retries ?? DEFAULT_RETRIES);
    const log = createLog({ retries: retryDelaysMs.length, print });
    const { amount = "10", currency = "USDC-base", payee, reference } = values;
    const sandbox = createSandbox(() =>
      buildSandbox({
        clients: [client({ url, secret, currency, payee })],
        ratePerSecond: 0,
        retryDelaysMs,
        readings: { R11: "b" },
        fetch: log.fetch,
        onAttempt: log.record,
      }),
    );
    signal.addEventListener("abort", () => void sandbox.close());
    try {
      const token = await openLink(sandbox, { amount, reference, ...scenario.link });
      const link = sandbox.sandbox.link(token);
      const [request] = link.requests;
      if (request && values["request-id"]) request.requestId = values["request-id"];
      if (values.token) link.token = values.token;
      for (const step of scenario.steps) log.expect(await step(sandbox, token));
      return (await log.ended(signal)) ? 0 : 1;
    } finally {
      await sandbox.close();
    }
  },
});

interface Receiver {
  url: string;
  secret: string;
  currency: string;
  payee: string | undefined;
}

const SANDBOX_PAYEE = "0x6923831ACf5c327260D7ac7C9DfF5b1c3cB3C7D7";

function client({ url, secret, currency, payee = SANDBOX_PAYEE }: Receiver) {
  const credentials = { clientId: "cli_trigger", apiKey: "sk_trigger" };
  return { ...credentials, allowedOrigins: [], payee, currency, webhooks: [{ url, secret }] };
}

/** A wallet or a currency that the sandbox refuses is the caller's mistake. */
function createSandbox(build: () => Sandbox): Sandbox {
  try {
    return build();
  } catch (error) {
    if (error instanceof TypeError) throw new CommandError(error.message.replace("cli_trigger: ", ""));
    throw error;
  }
}

interface NewLink {
  amount: string;
  reference: string | undefined;
  accessPolicy?: object;
}

const CreatedSchema = z.object({ token: z.string() });

async function openLink(sandbox: Sandbox, { amount, ...body }: NewLink): Promise<string> {
  const answer = await sandbox.inject({
    method: "POST",
    url: "/v2/secure-payments",
    headers: { "x-api-key": "sk_trigger" },
    payload: { requests: [{ amount }], ...body },
  });
  const { success, data } = CreatedSchema.safeParse(answer.json());
  if (success) return data.token;
  throw new CommandError(`This link cannot be created: ${answer.body.slice(0, 500)}`);
}

/** @throws {UsageError} */
function readRetries(text: string): number[] {
  const delays = text === "" ? [] : text.split(",").map((delay) => delay.trim());
  if (delays.every((delay) => /^\d{1,7}$/.test(delay))) return delays.map(Number);
  throw new UsageError("--retries takes milliseconds, comma-separated, as in 1000,5000,15000.");
}
