/** What facts about a link's token are filed under. */
export function tokenSubject(token: string): string {
  return `token:${token}`;
}

/** What test deliveries about a subject are filed under. No link has such an id. */
export function testSubject(subject: string): string {
  return `test:${subject}`;
}

/** The token that a subject is about, if it is about one. */
export function tokenOf(subject: string): string | undefined {
  return subject.startsWith("token:") ? subject.slice("token:".length) : undefined;
}

/** What an order's facts are filed under. */
export function subjectsOf(order: { request_id: string; token: string }): [string, string] {
  return [order.request_id, tokenSubject(order.token)];
}
