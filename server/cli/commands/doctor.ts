import { toPolicy } from "../../checkouts/policy.ts";
import { diagnose } from "../../doctor/diagnose.ts";
import { type Finding, toLines, toSummary } from "../../doctor/finding.ts";
import { refold, toLine } from "../../doctor/refold.ts";
import { openForRefold, RefoldError } from "../../doctor/refold-source.ts";
import { defineCommand } from "../program/command.ts";
import { asCommandError, UsageError } from "../program/command-error.ts";
import { type Environment, readConfig } from "../program/settings.ts";
import type { Terminal } from "../program/terminal.ts";

export const command = defineCommand({
  about: "Checks the configuration against the live services, and says what to do about each problem.",
  options: {
    page: {
      type: "string",
      multiple: true,
      value: "URL",
      help: "check whether the element would work on this page; may be repeated",
    },
    notify: {
      type: "boolean",
      help: "also try NOTIFY_URL (with a signed doctor.test) and SMTP_URL (logs in, sends nothing)",
    },
    "no-link": {
      type: "boolean",
      help: "do not make the one payment link, never shared, that shows where the money would go",
    },
    refold: {
      type: "boolean",
      help: "check nothing else: derive every stored order anew, and list those that this release or a\nsetting would change, without writing; also in a database that an earlier release has written",
    },
    json: { type: "boolean", help: "a line of JSON for each finding, or each order" },
  },
  notes: `The companion should be running. What remains afterwards: that link, which expires by itself, and test deliveries, which
never count as payments. The exit code is 1 where a check failed.`,
  readsSettings: true,
  async run({ values, env, signal, ...terminal }) {
    const { page: pages = [], notify = false, "no-link": noLink = false, json = false } = values;
    const bad = pages.find((page) => !/^https?:\/\//.test(page) || !URL.canParse(page));
    if (bad !== undefined) throw new UsageError(`--page takes an http or https URL, not ${bad}.`);
    if (values.refold) return await listRefolded({ env, json, signal, ...terminal });
    const findings: Finding[] = [];
    for await (const finding of diagnose({ environment: env, pages, notify, link: !noLink })) {
      if (signal.aborted) break;
      findings.push(finding);
      terminal.print(json ? JSON.stringify(finding) : toLines(finding));
    }
    if (!json) terminal.print(`\n${toSummary(findings)}`);
    return findings.some(({ verdict }) => verdict === "fail") ? 1 : 0;
  },
});

interface RefoldCall extends Pick<Terminal, "print" | "say" | "progress"> {
  env: Environment;
  json: boolean;
  signal: AbortSignal;
}

/** Orders on stdout, everything else on stderr. */
async function listRefolded({ env, json, signal, print, say, progress }: RefoldCall): Promise<number> {
  const config = readConfig(env);
  const source = await openForRefold(config.databaseUrl, say).catch((error: unknown) => {
    throw asCommandError(error, RefoldError);
  });
  let [orders, changed] = [0, 0];
  const count = (derived: number) => {
    signal.throwIfAborted();
    orders = derived;
    progress(`${orders} orders derived`);
  };
  try {
    const options = { policy: toPolicy(config), now: Date.now(), progress: count };
    for await (const refolded of refold(source, options)) {
      changed += 1;
      print(json ? JSON.stringify(refolded) : toLine(refolded));
    }
  } catch (error) {
    throw asCommandError(error, RefoldError);
  } finally {
    await source.close();
  }
  say(`${orders} orders derived, ${changed} would change. Nothing was written.`);
  return 0;
}
