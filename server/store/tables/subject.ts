/** What facts about a link's token are filed under. */
export function tokenSubject(token: string): string {
  return `token:${token}`;
}

/** What claims to a request id are filed under: however it is written, it is one payment's. */
export function claimSubject(requestId: string): string {
  return `claim:${requestKey(requestId)}`;
}

/** A request id as two can be compared: nobody knows whether Request Network tells letter cases, or `0x` before it, apart. */
export function requestKey(requestId: string): string {
  return requestId.trim().toLowerCase().replace(/^0x/, "");
}

/** What test deliveries about a subject are filed under. No link has such an id. */
export function testSubject(subject: string): string {
  return `test:${subject}`;
}

/** What a subject is: a request id as it was sent, a token, or a claimed id as {@link requestKey} writes it. */
export function parseSubject(subject: string): { requestId?: string; token?: string; claimedKey?: string } {
  if (subject.startsWith("token:")) return { token: subject.slice("token:".length) };
  if (subject.startsWith("claim:")) return { claimedKey: subject.slice("claim:".length) };
  return { requestId: subject };
}

/** What an order's facts are filed under: its request id, its link's token, and who claims the id. */
export function subjectsOf(order: { request_id: string; token: string }): [string, string, string] {
  return [order.request_id, tokenSubject(order.token), claimSubject(order.request_id)];
}
