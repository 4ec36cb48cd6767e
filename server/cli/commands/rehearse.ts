import { defineCommand } from "../program/command.ts";
import { CommandError } from "../program/command-error.ts";
import { createCases } from "../rehearse/cases.ts";
import { judge, sendAll } from "../rehearse/send.ts";
import { readUrl } from "../trigger/target.ts";

export const command = defineCommand({
  usage: "--to URL [options]",
  about: `Tests your own notification endpoint: sends good, repeated, reordered, unknown, wrongly signed and stale notifications,
and says for each what a correct endpoint answers and what this one did.`,
  options: {
    to: { type: "string", value: "URL", help: "the endpoint; default: NOTIFY_URL" },
    secret: { type: "string", value: "whsec_…", help: "signs the notifications; default: NOTIFY_SECRET" },
    json: { type: "boolean", help: "a line of JSON for each case" },
  },
  notes: `The notifications name invented orders whose references begin with REHEARSAL-. An endpoint that ships by product or
reference finds nothing to ship. The exit code is 1 where an answer was wrong.`,
  readsSettings: true,
  async run({ values, env, signal, print, say }) {
    const url = readUrl(values.to ?? env.NOTIFY_URL);
    const secret = values.secret ?? env.NOTIFY_SECRET ?? "";
    if (!/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))
      throw new CommandError("--secret or NOTIFY_SECRET must be whsec_ and at least 24 bytes in base64.");
    const { cases, reference } = createCases(secret, Date.now());
    let wrong = 0;
    for (const one of cases) {
      if (signal.aborted) break;
      const answers = await sendAll(url, one.deliveries, signal);
      const isRight = answers.every((answer) => judge(answer, one.expected));
      if (!isRight) wrong += 1;
      const answered = answers.map((answer) => answer.status ?? answer.error).join(", ");
      const { name, expected, hint } = one;
      if (values.json) print(JSON.stringify({ name, right: isRight, expected, answered }));
      else {
        print(`${isRight ? "✓" : "✗"} ${name}: expected ${expected}, answered ${answered}`);
        if (!isRight) print(`    → ${hint}`);
      }
    }
    say(
      `${cases.length - wrong} right, ${wrong} wrong. Check yourself that ${reference} was handled only once.`,
    );
    return wrong > 0 ? 1 : 0;
  },
});
