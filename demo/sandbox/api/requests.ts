import type { FastifyInstance } from "fastify";
import { authenticate } from "../model/authenticate.ts";
import { Problem } from "../model/problem.ts";
import { findRequest, type State } from "../model/state.ts";
import { toRequestRead } from "./request-read.ts";
import { toRequestRead013 } from "./request-read-0-13.ts";

/** Answers for anybody's request, to any valid caller: a read proves a payment, never an owner. */
export async function requests(app: FastifyInstance, { state }: { state: State }): Promise<void> {
  app.get<{ Params: { requestId: string } }>("/v2/request/:requestId", async (request) => {
    authenticate(state.clients, request.headers);
    const found = findRequest(state, request.params.requestId);
    if (!found) throw new Problem(404, "Request not found");
    return state.wire.api === "0.13" ? toRequestRead013(found, state.wire) : toRequestRead(found, state.wire);
  });
}
