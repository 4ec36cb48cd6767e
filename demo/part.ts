import { createServer, type Server } from "node:net";
import type { FastifyInstance } from "fastify";

const HOST = "127.0.0.1";
const CUT_EVERY_MS = 20;

/** One of the demo's servers. It can be ended and started again on the same port. */
export interface Part {
  name: string;
  origin: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws {PortInUseError} from `start()` */
export function createPart(name: string, origin: string, build: () => Promise<FastifyInstance>): Part {
  let app: FastifyInstance | undefined;
  return {
    name,
    origin,
    async start() {
      app = await build();
      try {
        await app.listen({ host: HOST, port: Number(new URL(origin).port) });
      } catch (error) {
        await app.close();
        throw (error as NodeJS.ErrnoException).code === "EADDRINUSE"
          ? new PortInUseError(name, origin)
          : error;
      }
    },
    async stop() {
      const ending = app;
      app = undefined;
      if (ending) await end(ending);
    },
  };
}

/** Cuts off who is still connected: browsers open connections in reserve, which never become idle, and so hold a server. */
async function end(app: FastifyInstance): Promise<void> {
  const cutting = setInterval(() => app.server.closeAllConnections(), CUT_EVERY_MS);
  await app.close().finally(() => clearInterval(cutting));
}

export class PortInUseError extends Error {
  override name = "PortInUseError";

  constructor(part: string, origin: string) {
    const { port } = new URL(origin);
    super(
      `Port ${port} is in use, and the ${part} must have it. End what runs there (lsof -i :${port} names it), ` +
        "or take other ports: --ports 5400,5401,5402",
    );
  }
}

/** The ports that are given; for each 0 a free one. All are held until the last is found, so that none comes twice. */
export async function findPorts(ports: readonly number[]): Promise<number[]> {
  const holders = await Promise.all(ports.map((port) => (port === 0 ? hold() : undefined)));
  const found = holders.map((holder, index) => portOf(holder) ?? ports[index] ?? 0);
  await Promise.all(
    holders.map((holder) => new Promise((done) => (holder ? holder.close(done) : done(null)))),
  );
  return found;
}

function hold(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, HOST, () => resolve(server));
  });
}

function portOf(server: Server | undefined): number | undefined {
  const address = server?.address();
  return typeof address === "object" ? address?.port : undefined;
}
