import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { temporaryFolder } from "../helpers/companion.ts";
import { processEnvironment, spawnCompanion } from "../helpers/companion-process.ts";
import { newRequestId, paymentEvent, sign } from "../helpers/events.ts";
import { scaled } from "../helpers/scale.ts";

const DELIVERIES = scaled(25, 500);

/** Debian's tracer, installed where it is missing and we may. */
function ensureStrace(): boolean {
  const isThere = () => existsSync("/usr/bin/strace");
  if (!isThere() && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("No strace found: installing it (apt-get install strace).");
    spawnSync("apt-get update -qq && apt-get install -y -qq strace", { shell: true });
  }
  return isThere();
}

/** Sends deliveries one after the other; of each answer, whether the log reached the disk since the one before. */
async function trace(t: TestContext, script?: string): Promise<boolean[]> {
  const folder = temporaryFolder(t);
  const log = join(folder, "trace.txt");
  const wrapper = [
    "strace",
    "-D",
    "-f",
    "-o",
    log,
    "-s",
    "64",
    "-e",
    "trace=fsync,fdatasync,write,writev,sendto,sendmsg",
  ];
  const { child, url, ended, output } = await spawnCompanion({
    folder,
    wrapper,
    ...(script && { script }),
    environment: processEnvironment(folder),
  });
  assert.ok(url, output());
  for (let count = 0; count < DELIVERIES; count += 1) {
    const body = JSON.stringify(paymentEvent(newRequestId()));
    const headers = { "content-type": "application/json", "x-request-network-signature": sign(body) };
    const response: Response = await fetch(`${url}/webhooks/request`, { method: "POST", headers, body });
    assert.equal(response.status, 200);
  }
  child.kill("SIGTERM");
  await ended;

  const answers: boolean[] = [];
  let synced = false;
  for (const line of readFileSync(log, "utf8").split("\n")) {
    if (/\bf(?:data)?sync\(|f(?:data)?sync resumed/.test(line)) synced = true;
    if (!line.includes("HTTP/1.1 200 OK")) continue;
    answers.push(synced);
    synced = false;
  }
  return answers;
}

describe("seen from the system's calls", {
  skip: ensureStrace() ? false : "strace is not here, and can't be installed",
}, () => {
  // input: W1
  test("each acknowledgement follows an fsync", async (t) => {
    const answers = await trace(t);

    assert.equal(answers.length, DELIVERIES);
    assert.deepEqual(
      answers.filter((synced) => !synced),
      [],
    );
  });

  test("the trace can tell: with synchronous NORMAL acknowledgements do not", async (t) => {
    const answers = await trace(t, new URL("../helpers/careless-companion.ts", import.meta.url).pathname);

    assert.equal(answers.length, DELIVERIES);
    assert.ok(answers.filter((synced) => !synced).length > DELIVERIES / 2);
  });
});
