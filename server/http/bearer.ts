import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { toClientNetwork } from "./client-network.ts";
import { ApiError } from "./errors.ts";
import { createRareLog } from "./rare-log.ts";
import { createTokenGuesses } from "./token-guesses.ts";

/** What a token allows. */
type Right = "read" | "write";

/** Why a token was of no use. */
export type TokenRefusal = "wrong" | "limited" | "read_only";

export interface MerchantAccess {
  /** A token is set, so that the merchant's routes are there. */
  readonly isOn: boolean;
  /**
   * Lets only the merchant through: `Authorization: Bearer` and a token; what changes something needs `ADMIN_TOKEN`. Where no token is
   * set, nothing is there.
   */
  require(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Whether a request may see what only the merchant sees. A wrong token counts as a guess here, too. */
  mayRead(request: FastifyRequest): boolean;
}

export interface MerchantAccessOptions {
  adminToken: string | undefined;
  adminReadToken: string | undefined;
  clock: () => number;
  log: { warn: (details: object, message: string) => void };
  refused: (reason: TokenRefusal) => void;
}

/** Tokens are compared in constant time; a network that sends many wrong ones is not listened to for the rest of a minute. */
export function createMerchantAccess(options: MerchantAccessOptions): MerchantAccess {
  const { adminToken, adminReadToken, clock, log, refused } = options;
  const isOn = adminToken !== undefined || adminReadToken !== undefined;
  const [full, readOnly] = [adminToken, adminReadToken].map((token) => token && digest(token));
  const guesses = createTokenGuesses();
  const rareLog = createRareLog(clock);

  /** Undefined where there is no token, or a wrong one. @throws {ApiError} `rate_limited` */
  function rightOf({ headers, ip }: FastifyRequest): Right | undefined {
    const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
    if (given === undefined) return undefined;
    const network = toClientNetwork(ip);
    const retryAfter = guesses.waitS(network);
    if (retryAfter > 0) {
      refuse("limited", network);
      throw new ApiError("rate_limited", "Too many wrong tokens came from this address. Wait a minute.", {
        retryAfter,
      });
    }
    const token = digest(given);
    const [isFull, isReadOnly] = [full, readOnly].map((known) => known && timingSafeEqual(token, known));
    if (isFull) return "write";
    if (isReadOnly) return "read";
    guesses.wrong(network, token.toString("base64", 0, 9));
    refuse("wrong", network);
    return undefined;
  }

  function refuse(reason: TokenRefusal, network: string): void {
    refused(reason);
    rareLog.add((count) =>
      log.warn(
        { count, network },
        "wrong tokens for the merchant's routes since the last such line: a program or a dashboard has an old ADMIN_TOKEN or ADMIN_READ_TOKEN, or somebody is guessing",
      ),
    );
  }

  return {
    isOn,
    async require(request, reply) {
      if (!isOn) throw new ApiError("not_found");
      reply.header("cache-control", "no-store");
      const right = rightOf(request);
      if (right === undefined) {
        reply.header("www-authenticate", "Bearer");
        throw new ApiError("unauthorized");
      }
      if (right === "write" || request.method === "GET" || request.method === "HEAD") return;
      refused("read_only");
      throw new ApiError("read_only");
    },
    mayRead(request) {
      try {
        return isOn && rightOf(request) !== undefined;
      } catch {
        return false;
      }
    },
  };
}

/** Of one length, whatever was given. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
