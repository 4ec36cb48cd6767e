import { randomBytes } from "node:crypto";
import { Problem } from "../../../demo/sandbox/model/problem.ts";
import type { Link } from "../../../server/contract/contract.ts";
import type { World } from "../../helpers/adversary-world.ts";
import { SHOP } from "../../helpers/companion.ts";
import { sign } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";
import type { Action, Payment } from "./actions.ts";

/** A registration that was tried. */
export interface Order {
  body: { id: string; link?: Link | undefined } & Record<string, unknown>;
  requestId: string;
  isHonest: boolean;
  registeredAt: number;
  isAccepted: boolean;
}

/** What has been done so far. */
export interface Played {
  links: Link[];
  orders: Order[];
  /** Of links, the ones of companions and honest buyers included. */
  tokens: string[];
}

type Of<D extends Action["do"]> = Extract<Action, { do: D }>;

/** Does one action; what needs something that is not there yet does nothing. */
export async function play(world: World, played: Played, action: Action): Promise<void> {
  switch (action.do) {
    case "link":
    case "payout":
      return addLink(world, played, action);
    case "register":
      return register(world, played, action);
    case "again": {
      const order = pick(played.orders, action.order);
      if (order) await world.openCheckout(order.body);
      return;
    }
    case "pay":
      return perform(world, pick(played.links, action.link)?.token, action.how);
    case "refund":
      return perform(world, pick(played.links, action.link)?.token, { action: "refund" });
    case "flood":
      return flood(world, pick(played.links, action.link)?.token, action.count);
    case "test":
      return testDelivery(world);
    case "replay":
      return replay(world, pick(world.sent, action.sent));
    case "time":
      world.time.now += action.ms;
      return;
    case "skew":
      world.time.skewMs = action.ms;
      return;
    case "budget":
      world.budget.hasPlaces = action.hasPlaces;
      return;
    case "honest":
      return buy(world, played, action);
  }
}

function pick<T>(items: readonly T[], index: number): T | undefined {
  return items[index % Math.max(1, items.length)];
}

async function addLink(world: World, played: Played, action: Of<"link"> | Of<"payout">): Promise<void> {
  const link =
    action.do === "payout"
      ? await world.create("/v2/secure-payments/payouts", "cli_shop", {
          recipient: action.recipient,
          creatorWalletAddress: action.recipient,
          network: "base",
          currency: "USDC-base",
          amount: action.amount,
        })
      : await world.create("/v2/secure-payments", action.client, toCreation(action));
  if (!link) return;
  played.links.push(link);
  played.tokens.push(link.token);
}

function toCreation({ amounts, guide, options }: Of<"link">) {
  const isHidden = options.hidePayeeAddress || options.hideUntilApproved || options.allowedPayerAddresses;
  return {
    requests: amounts.map((amount) => ({ amount, ...guide })),
    reference: "STRANGERS-TEXT",
    ...(isHidden && { accessPolicy: options }),
  };
}

async function register(world: World, played: Played, action: Of<"register">): Promise<void> {
  const own = pick(played.links, action.link);
  if (!own) return;
  const other = pick(played.links, action.with) ?? own;
  const requestIds = {
    own: own.requestIds,
    borrowed: other.requestIds,
    reversed: own.requestIds.toReversed(),
    test: ["req_test123456789abcdef"],
    invented: [`01${randomBytes(32).toString("hex")}`],
    capitals: own.requestIds.map((id) => id.toUpperCase()),
  }[action.ids].slice(0, 8);
  const body = {
    id: crypto.randomUUID(),
    ...action.buy,
    reference: "STRANGERS-TEXT",
    link: { ...own, requestIds },
  };
  await open(world, played, { body, requestId: requestIds[0] ?? "", isHonest: false });
}

async function open(
  world: World,
  played: Played,
  order: Pick<Order, "body" | "requestId" | "isHonest">,
): Promise<Order> {
  const registeredAt = world.time.now;
  const { status, body } = await world.openCheckout(order.body);
  const opened = { ...order, registeredAt, isAccepted: status === 201 };
  if (order.isHonest && !opened.isAccepted)
    world.failures.push(`an honest order was refused: ${status} ${JSON.stringify(body)}`);
  played.orders.push(opened);
  return opened;
}

/** Request Network refuses much of what strangers try. */
async function perform(
  world: World,
  token: string | undefined,
  { action, ...body }: Payment | { action: "refund" },
): Promise<void> {
  if (token === undefined) return;
  try {
    await world.sandbox.sandbox.perform(token, action, body).delivered;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

async function flood({ apiUrl }: World, token: string | undefined, count: number): Promise<void> {
  const steps = ["wallet_connected", "payment_sent_to_wallet", "payment_approved_in_wallet"];
  for (let index = 0; index < count && token !== undefined; index += 1)
    await post(`${apiUrl}/sandbox/payments/${token}/wallet`, { userEvent: steps[index % 3] });
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  await response.body?.cancel();
}

/** Anybody who knows the public Client ID can have one sent. */
async function testDelivery(world: World): Promise<void> {
  await post(
    `${world.apiUrl}/v1/webhook/test`,
    { eventType: "payment.confirmed" },
    {
      "x-client-id": "cli_shop",
      origin: SHOP,
    },
  );
}

/** The same body under another delivery id, and without the mark of a test. */
async function replay(world: World, sent: World["sent"][number] | undefined): Promise<void> {
  if (!sent) return;
  await world.call("/webhooks/request", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-request-network-signature": sign(sent.body),
      "x-request-network-delivery": crypto.randomUUID(),
    },
    body: sent.body,
  });
}

/** Whatever reads find, the registration with the invented token is no honest one. */
async function squat(world: World, played: Played, { requestIds }: Link): Promise<void> {
  const token = randomBytes(13).toString("hex").toUpperCase();
  const link = { requestIds, token, securePaymentUrl: `https://pay.request.network/?token=${token}` };
  const body = { id: crypto.randomUUID(), product: "mug", reference: "STRANGERS-TEXT", link };
  await open(world, played, { body, requestId: "", isHonest: false });
}

/** A sticker for 10 USDC on Base, by whichever way, paid in full. */
async function buy(world: World, played: Played, action: Of<"honest">): Promise<void> {
  const { by, deliveries, isSlow, isSquatted } = action;
  const isDateful = world.sandbox.sandbox.wire.api === "0.31";
  // Token reads that are closed have to be known to be.
  const canRead = world.sandbox.sandbox.wire.readings.R14 === "a" || (isDateful && world.isCalibrated);
  const isPage = by === "page" && canRead;
  const link = isPage
    ? await world.create("/v2/secure-payments", "cli_shop", { requests: [{ amount: "10" }] })
    : undefined;
  // Where links can't be read by their token, the first has it.
  if (link && isSquatted && world.sandbox.sandbox.wire.readings.R14 === "a") await squat(world, played, link);
  const body = { id: crypto.randomUUID(), product: "sticker", link };
  const order = await open(world, played, { body, requestId: link?.requestIds[0] ?? "", isHonest: true });
  if (!order.isAccepted) return;
  const look = async () => (await world.call(`/v1/checkouts/${body.id}`)).body;
  // Where only the open link names its payee, it has to be read before it is paid.
  if (isPage && !isDateful)
    await eventually("the link to be read", async () => {
      world.time.now += 100;
      return (await look()).securePaymentUrl !== null;
    });
  const url = link?.securePaymentUrl ?? String((await look()).securePaymentUrl);
  const token = new URL(url).searchParams.get("token") ?? "";
  played.tokens.push(token);
  order.requestId = world.sandbox.sandbox.link(token).requests[0]?.requestId ?? "";
  if (isSlow) world.time.now += 90_000;
  await perform(world, token, { action: "pay", kind: "same-chain", deliveries });
}
