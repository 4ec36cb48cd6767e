import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Scope } from "./temporary-folder.ts";

/** A name server that has one name, as Docker's has a service's: it answers with whatever addresses there are now. */
export async function startNameServer(t: Scope, addresses: () => readonly string[]): Promise<number> {
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) =>
    socket.send(toAnswer(query, addresses()), port, address),
  );
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  t.after(() => void socket.close());
  return (socket.address() as AddressInfo).port;
}

const TYPE_A = 1;

/** RFC 1035: header, the question again, and an address record for each, which points back at the question's name. */
function toAnswer(query: Buffer, addresses: readonly string[]): Buffer {
  const endOfName = query.indexOf(0, 12) + 1;
  const question = query.subarray(12, endOfName + 4);
  const found = query.readUInt16BE(endOfName) === TYPE_A ? addresses : [];
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(addresses.length > 0 ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(found.length, 6);
  header.writeUInt32BE(0, 8);
  const records = found.map((address) =>
    Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split(".").map(Number)]),
  );
  return Buffer.concat([header, question, ...records]);
}
