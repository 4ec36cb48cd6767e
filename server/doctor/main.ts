/** `npm run doctor`: checks the configuration against the live services, and says what to mend. */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { toPolicy } from "../checkouts/policy.ts";
import { ConfigError, parseConfig } from "../config.ts";
import { diagnose } from "./diagnose.ts";
import { type Finding, toLines, toSummary } from "./finding.ts";
import { refold, toLine } from "./refold.ts";
import { openForRefold, RefoldError } from "./refold-source.ts";

const USAGE = `Usage: npm run doctor -- [options]

  --page https://shop.example/page.html   would the element work there? Any number of pages
  --notify     try NOTIFY_URL (with a signed doctor.test) and SMTP_URL (logs in, sends nothing), too
  --no-link    do not make the one payment link, told to nobody, that shows where the money would go
  --refold     nothing of the above: derives every stored order anew, and lists those that this release or setting would
               change, without writing; also of a database that an earlier release has written
  --json       a line of JSON for each finding, or each order
  --help       this

Reads the environment and .env as the companion does; the companion should be running. What it leaves behind: that link,
which expires by itself, and test deliveries, which never count as payments. Ends with 1 where something failed.`;

class UsageError extends Error {}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      page: { type: "string", multiple: true, default: [] },
      notify: { type: "boolean", default: false },
      link: { type: "boolean", default: true },
      refold: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
    allowNegative: true,
  });
  if (values.help) return console.log(USAGE);
  const bad = values.page.find((page) => !/^https?:\/\//.test(page) || !URL.canParse(page));
  if (bad !== undefined) throw new UsageError(`--page takes an http or https URL, not ${bad}`);
  if (existsSync(".env")) process.loadEnvFile(".env");
  if (values.refold) return listRefolded({ environment: process.env, json: values.json });
  const findings: Finding[] = [];
  const { page: pages, notify, link, json } = values;
  for await (const finding of diagnose({ environment: process.env, pages, notify, link })) {
    findings.push(finding);
    console.log(json ? JSON.stringify(finding) : toLines(finding));
  }
  if (!json) console.log(`\n${toSummary(findings)}`);
  if (findings.some(({ verdict }) => verdict === "fail")) process.exitCode = 1;
}

/** Orders on stdout, everything else on stderr. */
async function listRefolded({
  environment,
  json,
}: {
  environment: NodeJS.ProcessEnv;
  json: boolean;
}): Promise<void> {
  const config = parseConfig(environment);
  const source = await openForRefold(config.databaseUrl, (line) => console.error(line));
  let [orders, changed] = [0, 0];
  try {
    const progress = (count: number) => {
      orders = count;
      if (process.stderr.isTTY) process.stderr.write(`\r${count} orders derived`);
    };
    for await (const refolded of refold(source, { policy: toPolicy(config), now: Date.now(), progress })) {
      changed += 1;
      console.log(json ? JSON.stringify(refolded) : toLine(refolded));
    }
  } finally {
    await source.close();
  }
  console.error(
    `${process.stderr.isTTY ? "\r" : ""}${orders} orders derived, ${changed} would change. Nothing was written.`,
  );
}

await run().catch((error: Error) => {
  const isTheirs =
    error instanceof UsageError || /^ERR_PARSE_ARGS/.test((error as NodeJS.ErrnoException).code ?? "");
  const isExpected = error instanceof ConfigError || error instanceof RefoldError;
  console.error(isTheirs ? `${error.message}\n\n${USAGE}` : isExpected ? error.message : error);
  process.exitCode = isTheirs ? 2 : 1;
});
