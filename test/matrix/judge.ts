import { isPageMade, nameOf, type Payment, type World } from "./cases.ts";
import { isException } from "./exceptions.ts";
import { type Outcome, type Paid, WITHIN_MS } from "./run-world.ts";
import { PRICE } from "./sandbox-world.ts";

export interface Verdict {
  /** What went wrong, with all that is needed to run it alone. */
  faults: string[];
  paid: number;
  exceptions: number;
}

/** Holds the outcomes of a world against what they have to be. */
export function judgeAll(world: World, { before, after, reads }: Paid): Verdict {
  const judged = [
    ...before.map((outcome) => ({ outcome, areLateDelivered: false })),
    ...after.map((outcome) => ({ outcome, areLateDelivered: true })),
  ];
  const faults = judged.flatMap(({ outcome, areLateDelivered }) => {
    const isUnverified = isException(world, outcome.payment, { areLateDelivered });
    const found = isUnverified ? faultsOfException(outcome) : faultsOfPaid(outcome);
    return found.length > 0 ? [describe(world, outcome, { found, areLateDelivered })] : [];
  });
  if (reads === 0 || reads > WITHIN_MS / 1000 + 1)
    faults.push(`${nameOf(world)}: ${reads} reads within two minutes`);
  const exceptions = after.filter(({ payment }) =>
    isException(world, payment, { areLateDelivered: true }),
  ).length;
  return { faults, exceptions, paid: after.length - exceptions };
}

function faultsOfPaid({ order, payer, notified }: Outcome): string[] {
  const statuses = order.changes.map(({ checkout }) => checkout.status);
  const faults: [boolean, string][] = [
    [order.status === "paid", `status ${order.status}`],
    [order.amountPaid === PRICE, `amountPaid ${order.amountPaid}`],
    [order.excess === null || order.excess === undefined, `excess ${order.excess}`],
    [order.reason === null || order.reason === undefined, `reason ${order.reason}`],
    [order.terms !== "refuted", `terms ${order.terms}`],
    [notified.join() === "checkout.paid", `notified ${notified.join() || "of nothing"}`],
    [!statuses.includes("review"), `was ${statuses.join(", ")}`],
    [payer.status === "paid", `the payer sees ${String(payer.status)}`],
  ];
  return faults.flatMap(([isRight, fault]) => (isRight ? [] : [fault]));
}

function faultsOfException({ order, payer, notified }: Outcome): string[] {
  const statuses = order.changes.map(({ checkout }) => checkout.status);
  const faults: [boolean, string][] = [
    [order.status === "processing", `status ${order.status}`],
    [order.terms === "unverified", `terms ${order.terms}`],
    [order.amountPaid === "0", `amountPaid ${order.amountPaid}`],
    [notified.length === 0, `notified ${notified.join()}`],
    [!statuses.includes("review"), `was ${statuses.join(", ")}`],
    [payer.status === "processing", `the payer sees ${String(payer.status)}`],
  ];
  return faults.flatMap(([isRight, fault]) => (isRight ? [] : [`exception: ${fault}`]));
}

/** The case, the fault, what was known, and how to run it alone. */
function describe(
  world: World,
  { payment, order }: Outcome,
  { found, areLateDelivered }: { found: string[]; areLateDelivered: boolean },
): string {
  const when = areLateDelivered ? "after late deliveries" : "after two minutes";
  const facts = order.facts.map(({ source, kind, says }) => `    ${source} ${kind} ${JSON.stringify(says)}`);
  return [
    `${nameOf(world)} kind=${payment.kind} deliveries=${payment.deliveries}, ${when}: ${found.join("; ")}`,
    `    changes: ${order.changes.map(({ cause, checkout }) => `${cause} → ${checkout.status}`).join(", ")}`,
    ...facts,
    `  alone: ${commandFor(world, payment)}`,
  ].join("\n");
}

function commandFor(world: World, { kind, deliveries }: Payment): string {
  const file = `test/matrix/${isPageMade(world) ? "page" : "companion"}-made.test.ts`;
  return `MATRIX="${nameOf(world)}" MATRIX_PAYMENT="${kind} ${deliveries}" npm test -- ${file}`;
}
