import type { TestContext } from "node:test";
import type { ActionBody } from "../../demo/sandbox/actions.ts";
import type { EventBody } from "../../demo/sandbox/webhooks/events.ts";
import type { CreatedLink, OrderHistory } from "../../server/contract.ts";
import { createRateLimiter } from "../../server/request-api/rate-limiter.ts";
import { ADMIN_TOKEN, BEARER, statusOf } from "../helpers/calibrating-companion.ts";
import { SHOP, startCompanion } from "../helpers/companion.ts";
import { createDrivenTime } from "../helpers/driven-time.ts";
import { NOW } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { NOTIFY_SECRET } from "../helpers/outbox.ts";
import { type Receiver, startReceiver } from "../helpers/receiver.ts";
import { isPageMade, type Payment, type World } from "./cases.ts";
import { environmentOf, PRICE, pageItem, startSandboxOf } from "./sandbox-world.ts";

/** What has become of an order, as merchant, payer and receiver see it. */
export interface Outcome {
  payment: Payment;
  order: OrderHistory;
  /** What the payer's page is told. */
  payer: Record<string, unknown>;
  /** The types of the notifications that the receiver has taken. */
  notified: string[];
}

export interface Paid {
  /** After deliveries, if any, and two minutes of reconciliation. */
  before: Outcome[];
  /** After the late deliveries. */
  after: Outcome[];
}

const WITHIN_MS = 120_000;
const SAFE_SIGNS_AFTER_MS = 10_000;

/** Opens and pays an order of each of these kinds, side by side, and tells what has become of them. */
export async function payAll(t: TestContext, world: World, payments: readonly Payment[]): Promise<Paid> {
  const scene = await startScene(t, world);
  const { time, sandbox, companion } = scene;
  const opened = await Promise.all(
    payments.map(async (payment) => ({ payment, ...(await open(scene, world)), events: [] as EventBody[] })),
  );
  await time.pass(20_000);
  for (const one of opened) one.events = [...sandbox.sandbox.pay(one.token, howOf(one.payment)).events];
  const deliver = async (events: readonly EventBody[]) => {
    for (const event of events) {
      const { status } = await companion.deliver(event);
      if (status !== 200) throw new Error(`a delivery was refused: ${status}`);
    }
  };
  const deliverOf = (deliveries: Payment["deliveries"], safe: boolean, some = (all: EventBody[]) => all) =>
    deliver(
      opened
        .filter(({ payment }) => payment.deliveries === deliveries && (payment.kind === "safe") === safe)
        .flatMap(({ events }) => some(events)),
    );
  const deliverSoon = async (safe: boolean) => {
    await deliverOf("all", safe);
    await deliverOf("some", safe, (events) => events.slice(1));
    await time.pass(SAFE_SIGNS_AFTER_MS);
    // The only delivery of a payment is taken at a later attempt.
    await deliverOf("some", safe, (events) => (events.length === 1 ? events : []));
  };
  await deliverSoon(false);
  for (const one of opened)
    if (one.payment.kind === "safe") one.events.push(...sandbox.sandbox.perform(one.token, "execute").events);
  await deliverSoon(true);
  await time.pass(WITHIN_MS - SAFE_SIGNS_AFTER_MS);
  const look = () => Promise.all(opened.map(({ id, payment }) => outcomeOf(scene, id, payment)));
  const before = await look();
  await deliverOf("late", false);
  await deliverOf("late", true);
  return { before, after: await look() };
}

interface Scene extends Awaited<ReturnType<typeof startScene>> {}

async function startScene(t: TestContext, world: World) {
  const time = createDrivenTime(NOW);
  const receiver = await startReceiver(t);
  const { sandbox, apiUrl } = await startSandboxOf(t, world, time.now);
  const limiter = createRateLimiter({ now: time.now, wait: time.wait });
  const companion = await startCompanion(t, {
    clock: time.now,
    limiter: { ...limiter, payer: async () => {}, registration: async () => true },
    reconciler: { wait: time.wait },
    catalog: {
      products: [{ id: "sticker", title: "Sticker", amount: PRICE, currency: world.destination }],
    },
    environment: {
      ...environmentOf(world, apiUrl),
      ADMIN_TOKEN,
      NOTIFY_URL: receiver.url,
      NOTIFY_SECRET,
    },
  });
  for (let steps = 0; (await statusOf(companion)).calibration.state === "pending"; steps += 1) {
    if (steps > 100) throw new Error("calibration does not end");
    await time.step();
  }
  const { calibration } = await statusOf(companion);
  if (calibration.state !== "learned") throw new Error(`calibration: ${JSON.stringify(calibration)}`);
  return { time, receiver, sandbox, apiUrl, companion };
}

/** Opens an order, whose link is made by a page or by the companion. */
async function open({ companion, apiUrl, sandbox }: Scene, world: World) {
  const id: string = crypto.randomUUID();
  const link = isPageMade(world) ? await createLink(apiUrl, world) : undefined;
  const answer = await companion.open({ id, product: "sticker", ...(link && { link }) });
  if (answer.status !== 201) throw new Error(`the order was refused: ${JSON.stringify(answer.body)}`);
  const token = link?.token ?? new URL(String(answer.body.securePaymentUrl)).searchParams.get("token") ?? "";
  return { id, token: sandbox.sandbox.link(token).token };
}

async function createLink(apiUrl: string, world: World): Promise<CreatedLink> {
  const response = await fetch(`${apiUrl}/v2/secure-payments`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-client-id": "cli_sandbox", origin: SHOP },
    body: JSON.stringify({ requests: [pageItem(world)] }),
  });
  if (response.status !== 201) throw new Error(`the page's link was refused: ${await response.text()}`);
  const { requestIds, token, securePaymentUrl } = (await response.json()) as CreatedLink;
  return { requestIds, token, securePaymentUrl };
}

function howOf({ kind }: Payment): ActionBody {
  if (kind === "tron") return {};
  return kind === "usdt0"
    ? { kind: "cross-chain", sourceNetwork: "optimism", sourceCurrency: "USDT0" }
    : { kind };
}

async function outcomeOf({ companion, receiver }: Scene, id: string, payment: Payment): Promise<Outcome> {
  const order = (await companion.get(`/v1/orders/${id}`, BEARER)).body as unknown as OrderHistory;
  await eventually("all notifications to be sent", async () => {
    return order.notifications.every((one) => receiver.taken().some(({ id }) => id === one.id));
  });
  return {
    payment,
    order,
    payer: (await companion.get(`/v1/checkouts/${id}`)).body,
    notified: notificationsOf(receiver, id),
  };
}

function notificationsOf(receiver: Receiver, id: string): string[] {
  return receiver
    .taken()
    .filter(({ body }) => body.data.checkout.id === id)
    .map(({ body }) => body.type);
}
