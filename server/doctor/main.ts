/** `npm run doctor`: checks the configuration against the live services, and says what to mend. */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { diagnose } from "./diagnose.ts";
import { type Finding, toLines, toSummary } from "./finding.ts";

const USAGE = `Usage: npm run doctor -- [options]

  --page https://shop.example/page.html   would the element work there? Any number of pages
  --notify     try NOTIFY_URL (with a signed doctor.test) and SMTP_URL (logs in, sends nothing), too
  --no-link    do not make the one payment link, told to nobody, that shows where the money would go
  --json       a line of JSON for each finding
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
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
    allowNegative: true,
  });
  if (values.help) return console.log(USAGE);
  const bad = values.page.find((page) => !/^https?:\/\//.test(page) || !URL.canParse(page));
  if (bad !== undefined) throw new UsageError(`--page takes an http or https URL, not ${bad}`);
  if (existsSync(".env")) process.loadEnvFile(".env");
  const findings: Finding[] = [];
  const { page: pages, notify, link, json } = values;
  for await (const finding of diagnose({ environment: process.env, pages, notify, link })) {
    findings.push(finding);
    console.log(json ? JSON.stringify(finding) : toLines(finding));
  }
  if (!json) console.log(`\n${toSummary(findings)}`);
  if (findings.some(({ verdict }) => verdict === "fail")) process.exitCode = 1;
}

await run().catch((error: Error) => {
  const isTheirs =
    error instanceof UsageError || /^ERR_PARSE_ARGS/.test((error as NodeJS.ErrnoException).code ?? "");
  console.error(isTheirs ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = isTheirs ? 2 : 1;
});
