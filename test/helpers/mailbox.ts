import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { SMTPServer } from "smtp-server";

export const SMTP_USER = "shop@example.com";
export const SMTP_PASSWORD = "p@ss/word#1";

export interface Mail {
  from: string;
  to: string[];
  /** As they came, unfolded. */
  headers: Map<string, string>;
  /** Decoded. */
  text: string;
}

/** A real SMTP server that checks a password where it is given one, and refuses messages where a test says so. */
export interface Mailbox {
  smtpUrl: string;
  mails: Mail[];
  /** What it answers to a message instead of taking it. */
  refusal: string | undefined;
}

export async function startMailbox(t: TestContext): Promise<Mailbox> {
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    authOptional: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, callback) =>
      username === SMTP_USER && password === SMTP_PASSWORD
        ? callback(null, { user: username })
        : callback(new Error(`no such account: ${username} with ${password}`)),
    onData: (stream, { envelope }, callback) => {
      let raw = "";
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        raw += chunk;
      });
      stream.on("end", () => {
        if (mailbox.refusal) return callback(new Error(mailbox.refusal));
        const { mailFrom, rcptTo } = envelope;
        const to = rcptTo.map(({ address }) => address);
        mailbox.mails.push({ from: mailFrom ? mailFrom.address : "", to, ...parseMail(raw) });
        callback(null);
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => new Promise<void>((resolve) => server.close(resolve)));
  const { port } = server.server.address() as AddressInfo;
  const [user, password] = [SMTP_USER, SMTP_PASSWORD].map(encodeURIComponent);
  const mailbox: Mailbox = {
    smtpUrl: `smtp://${user}:${password}@127.0.0.1:${port}`,
    mails: [],
    refusal: undefined,
  };
  return mailbox;
}

function parseMail(raw: string): Pick<Mail, "headers" | "text"> {
  const end = raw.indexOf("\r\n\r\n");
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
    }),
  );
  const body = raw.slice(end + 4);
  const encoding = headers.get("content-transfer-encoding");
  const text =
    encoding === "quoted-printable" ? decodeQuoted(body.replaceAll("=\r\n", "")) : decode(body, encoding);
  return { headers, text: text.replaceAll("\r\n", "\n") };
}

function decode(body: string, encoding: string | undefined): string {
  return encoding === "base64" ? Buffer.from(body, "base64").toString() : body;
}

function decodeQuoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString();
}

/** RFC 2047. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === "q"
        ? decodeQuoted(word.replaceAll("_", " "))
        : Buffer.from(word, "base64").toString(),
    );
}
