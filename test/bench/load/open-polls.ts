import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { checkoutIdOf } from "../database.ts";

/** So many connections are opened at a time: more would overrun the listener's queue. */
const AT_ONCE = 200;

/** Connections that each wait for a checkout to change. The answer ends them. */
export async function openPolls(port: number, count: number): Promise<() => void> {
  const sockets: Socket[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const group = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, offset) =>
      open(port, from + offset),
    );
    sockets.push(...(await Promise.all(group)));
  }
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

async function open(port: number, index: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1" });
  await once(socket, "connect");
  socket.on("error", () => {});
  socket.write(
    `GET /v1/checkouts/${checkoutIdOf(index)}?wait=25 HTTP/1.1\r\nhost: 127.0.0.1\r\nif-none-match: "1"\r\n\r\n`,
  );
  return socket;
}
