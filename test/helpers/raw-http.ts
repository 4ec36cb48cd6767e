import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Scope } from "./temporary-folder.ts";

/** A connection whose bytes a test writes itself, as no HTTP client would. */
export interface RawConnection {
  socket: Socket;
  /** Everything that was answered so far. */
  readonly text: string;
  /** Resolves with all that was answered once the other side has closed the connection. */
  closed: Promise<string>;
}

export async function connectRaw(t: Scope, url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding("latin1");
  t.after(() => socket.destroy());
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  const closed = new Promise<string>((resolve) => {
    socket.on("error", () => resolve(text));
    socket.on("close", () => resolve(text));
  });
  await once(socket, "connect");
  return {
    socket,
    get text() {
      return text;
    },
    closed,
  };
}

/** Sends bytes, and answers what came back until the server closed the connection. */
export async function sendRaw(t: Scope, url: string, bytes: string | Uint8Array): Promise<string> {
  const connection = await connectRaw(t, url);
  connection.socket.write(bytes);
  return connection.closed;
}

/** A request with headers in the order given, of which one may come twice. */
export function toRequest(
  line: string,
  headers: readonly (readonly [string, string])[],
  body: string | Uint8Array = "",
): Uint8Array {
  const lines = [`${line} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), "", ""];
  return Buffer.concat([Buffer.from(lines.join("\r\n"), "latin1"), Buffer.from(body)]);
}

/** The status of a raw answer; 0 where there was none. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}

/** The parsed body of a raw answer. */
export function bodyOf(answer: string): unknown {
  return JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4));
}
