/** What can go wrong with a call, as far as it makes a difference to who looks at the page. */
export type Trouble = "token" | "silent" | "store" | "missing" | "refused" | "fault";

/** A call that did not work out. Its message is for people. */
export class Failure extends Error {
  override name = "Failure";
  readonly trouble: Trouble;

  constructor(trouble: Trouble, message: string = TEXTS[trouble]) {
    super(message);
    this.trouble = trouble;
  }
}

const TEXTS: Record<Trouble, string> = {
  token: "This token is not the right one.",
  silent: "The server does not answer. Is it running, and is this device online?",
  store: "The server can’t use its database just now, so nothing can be read or changed.",
  missing: "There is no such order.",
  refused: "The server did not accept this.",
  fault: "Something went wrong on the server. Its log says what.",
};

export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  console.error(error);
  return new Failure("fault", "Something went wrong on this page. Reload it.");
}
