import type { TestContext } from "node:test";
import type { ActionBody } from "../../demo/sandbox/payment/actions.ts";
import type { EventBody } from "../../demo/sandbox/webhooks/events.ts";
import type { CreatedLink, OrderHistory } from "../../server/contract/contract.ts";
import { createRateLimiter } from "../../server/request-network/api/rate-limiter.ts";
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
  /** How many reads the two minutes took. */
  reads: number;
}

export const WITHIN_MS = 120_000;
const BEFORE_PAYING_MS = 20_000;
const UNDER_WAY_MS = 10_000;
const LATER_ATTEMPT_MS = 6_000;

/** Opens and pays an order of each of these kinds, side by side, and tells what has become of them. */
export async function payAll(t: TestContext, world: World, payments: readonly Payment[]): Promise<Paid> {
  const scene = await startScene(t, world);
  const { time, sandbox } = scene;
  const orders: Placed[] = [];
  for (const payment of payments) orders.push({ payment, ...(await open(scene, world)), events: [] });
  await time.pass(BEFORE_PAYING_MS);
  const [safes, others] = [orders.filter(isSafe), orders.filter((order) => !isSafe(order))];
  if (world.readings.R7 === "b") for (const { token } of others) await holdInWallet(scene, token);
  for (const one of safes) sandbox.sandbox.pay(one.token, howOf(one.payment));
  await time.pass(UNDER_WAY_MS);
  const readsBefore = scene.reads();
  for (const one of others) one.events = sandbox.sandbox.pay(one.token, howOf(one.payment)).events;
  for (const one of safes) one.events = sandbox.sandbox.perform(one.token, "execute").events;
  await deliver(scene, orders, ["all", everything]);
  await deliver(scene, orders, ["some", allButTheFirst]);
  await time.pass(LATER_ATTEMPT_MS);
  await deliver(scene, orders, ["some", theOnlyOne]);
  await time.pass(WITHIN_MS - LATER_ATTEMPT_MS);
  const look = () => Promise.all(orders.map(({ id, payment }) => outcomeOf(scene, id, payment)));
  const reads = scene.reads() - readsBefore;
  const before = await look();
  await deliver(scene, orders, ["late", everything]);
  return { before, after: await look(), reads };
}

/** An order, and the events of its payment. */
interface Placed {
  id: string;
  token: string;
  requestId: string;
  payment: Payment;
  events: readonly EventBody[];
}

function isSafe({ payment }: Placed): boolean {
  return payment.kind === "safe";
}

const everything = ({ events }: Placed) => events;
/** Fee legs have events of their own, which name another request. */
const ownEvents = ({ events, requestId }: Placed) => events.filter((event) => event.requestId === requestId);
const allButTheFirst = (order: Placed) => order.events.filter((event) => event !== ownEvents(order)[0]);
const theOnlyOne = (order: Placed) => (ownEvents(order).length === 1 ? ownEvents(order) : []);

async function deliver(
  { companion }: Scene,
  orders: readonly Placed[],
  [deliveries, choose]: readonly [Payment["deliveries"], (order: Placed) => readonly EventBody[]],
): Promise<void> {
  for (const event of orders.filter(({ payment }) => payment.deliveries === deliveries).flatMap(choose)) {
    const { status } = await companion.deliver(event);
    if (status !== 200) throw new Error(`a delivery was refused: ${status}`);
  }
}

/** The payer has approved the transaction, and waits for it. */
async function holdInWallet({ sandbox }: Scene, token: string): Promise<void> {
  const url = `/sandbox/payments/${token}/wallet`;
  const { statusCode, body } = await sandbox.inject({
    method: "POST",
    url,
    payload: { userEvent: "payment_approved_in_wallet" },
  });
  if (statusCode !== 200) throw new Error(`the wallet was refused: ${body}`);
}

interface Scene extends Awaited<ReturnType<typeof startScene>> {}

async function startScene(t: TestContext, world: World) {
  const time = createDrivenTime(NOW);
  const receiver = await startReceiver(t);
  const { sandbox, apiUrl } = await startSandboxOf(t, world, time.now);
  const limiter = createRateLimiter({ now: time.now, wait: time.wait });
  let reads = 0;
  const companion = await startCompanion(t, {
    clock: time.now,
    fetch: (input, init) => {
      if (init?.method === "GET") reads += 1;
      return fetch(input, init);
    },
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
  return { time, receiver, sandbox, apiUrl, companion, reads: () => reads };
}

/** Opens an order, whose link is made by a page or by the companion. */
async function open({ companion, apiUrl, sandbox }: Scene, world: World) {
  const id: string = crypto.randomUUID();
  const link = isPageMade(world) ? await createLink(apiUrl, world) : undefined;
  const answer = await companion.open({ id, product: "sticker", ...(link && { link }) });
  if (answer.status !== 201) throw new Error(`the order was refused: ${JSON.stringify(answer.body)}`);
  const token = link?.token ?? new URL(String(answer.body.securePaymentUrl)).searchParams.get("token") ?? "";
  return { id, token, requestId: sandbox.sandbox.link(token).requests[0]?.requestId ?? "" };
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

const HOW: Record<Payment["kind"], ActionBody> = {
  "same-chain": { kind: "same-chain" },
  "cross-chain": { kind: "cross-chain" },
  usdt0: { kind: "cross-chain", sourceNetwork: "optimism", sourceCurrency: "USDT0" },
  "usdt0-here": { sourceNetwork: "arbitrum-one", sourceCurrency: "USDT0" },
  "smart-account": { kind: "smart-account" },
  safe: { kind: "safe" },
  tron: {},
};

function howOf({ kind }: Payment): ActionBody {
  return HOW[kind];
}

async function outcomeOf({ companion, receiver }: Scene, id: string, payment: Payment): Promise<Outcome> {
  const order = (await companion.get(`/v1/orders/${id}`, BEARER)).body as unknown as OrderHistory;
  await eventually("all notifications to be sent", async () => {
    const taken = new Set(receiver.taken().map((one) => one.id));
    return order.notifications.every((one) => taken.has(one.id));
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
