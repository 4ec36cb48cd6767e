import type { Client } from "./clients.ts";
import type { PaymentLink, PaymentRequest } from "./payment-link.ts";
import type { Wire } from "./wire.ts";

/** A transaction of a bundler, which carries payments of several requests. */
export interface Bundle {
  txHash: string;
  minute: number;
  requestIds: Set<string>;
}

/** All that the sandbox knows. It lives in memory and ends with the process. */
export interface State {
  wire: Wire;
  clients: readonly Client[];
  /** By token, in the order of creation. */
  links: Map<string, PaymentLink>;
  bundle: Bundle | null;
  /** Wallets that screening rejects. */
  rejectedWallets: Set<string>;
  /** When a rejected wallet was last reported, by link and wallet. */
  reportedRejections: Map<string, number>;
}

export function createState(wire: Wire, clients: readonly Client[]): State {
  return {
    wire,
    clients,
    links: new Map(),
    bundle: null,
    rejectedWallets: new Set(),
    reportedRejections: new Map(),
  };
}

/** A request and the link that it belongs to. */
export interface Found {
  link: PaymentLink;
  request: PaymentRequest;
}

export function allRequests(state: State): Found[] {
  return [...state.links.values()].flatMap((link) => link.requests.map((request) => ({ link, request })));
}

/** By its id, the requests of fees included. */
export function findRequest(state: State, requestId: string): Found | undefined {
  const legs = [...state.links.values()].flatMap((link) =>
    link.feeLegs.map((request) => ({ link, request })),
  );
  return [...allRequests(state), ...legs].find(({ request }) => request.requestId === requestId);
}

/** @throws {Error} when a link names a Client ID that does not exist, which no caller can bring about */
export function ownerOf(state: State, link: PaymentLink): Client {
  const owner = state.clients.find(({ clientId }) => clientId === link.clientId);
  if (!owner) throw new Error(`no client ${link.clientId}`);
  return owner;
}
