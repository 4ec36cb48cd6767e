import { connect, type Socket } from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");

/** Sends one request after the other over one connection, and hands over each answer's status. */
export class Connection {
  readonly #socket: Socket;
  readonly #next: () => Buffer | undefined;
  readonly #answered: (status: number, ms: number) => void;
  #buffer: Buffer = Buffer.alloc(0);
  #sentAt = 0;

  constructor(
    target: { host: string; port: number },
    { next, answered }: { next: () => Buffer | undefined; answered: (status: number, ms: number) => void },
  ) {
    this.#next = next;
    this.#answered = answered;
    this.#socket = connect({ ...target, noDelay: true });
  }

  /** Resolves once there is nothing more to send. @throws when the connection breaks before */
  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.on("data", (chunk) => this.#read(chunk, resolve));
      this.#socket.once("error", reject);
      this.#socket.once("close", () => reject(new Error("the server has closed the connection")));
      this.#socket.once("connect", () => this.#send(resolve));
    });
  }

  #send(done: () => void): void {
    const request = this.#next();
    if (!request) {
      done();
      this.#socket.destroy();
      return;
    }
    this.#sentAt = performance.now();
    this.#socket.write(request);
  }

  #read(chunk: Buffer, done: () => void): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    const headEnd = this.#buffer.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#buffer.toString("latin1", 0, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#buffer.length < headEnd + 4 + length) return;
    this.#buffer = Buffer.alloc(0);
    this.#answered(Number(head.slice(9, 12)), performance.now() - this.#sentAt);
    this.#send(done);
  }
}
