/** A Content-Security-Policy: its directives' values, by lower-case name. */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** What is asked to be loaded, and by whom. */
export interface Loading {
  url: string;
  /** The page's. */
  origin: string;
}

/**
 * Reads a header, which may hold several policies: all of them hold at once. The first of two directives of a name counts.
 * Source: https://www.w3.org/TR/CSP3/#parse-serialized-policy-list
 */
export function parseCsp(text: string): Policy[] {
  return text
    .split(",")
    .map(parsePolicy)
    .filter((policy) => policy.size > 0);
}

function parsePolicy(text: string): Policy {
  const policy = new Map<string, readonly string[]>();
  for (const directive of text.split(";")) {
    const [name, ...values] = directive.trim().split(/\s+/);
    const key = name?.toLowerCase();
    if (key && !policy.has(key)) policy.set(key, values);
  }
  return policy;
}

/** The sources of the first of these directives that the policy has; undefined where nothing is limited. */
export function sourcesOf(policy: Policy, directives: readonly string[]): readonly string[] | undefined {
  return directives.map((name) => policy.get(name)).find((values) => values !== undefined);
}

/** Whether one of the sources lets the URL be loaded. Source: https://www.w3.org/TR/CSP3/#match-url-to-source-list */
export function allowsUrl(sources: readonly string[], loading: Loading): boolean {
  return sources.some((source) => matches(source, loading));
}

function matches(source: string, { url, origin }: Loading): boolean {
  const { protocol, host, hostname, port, pathname } = new URL(url);
  const own = new URL(origin);
  if (source === "*") return /^https?:$/.test(protocol);
  if (source.toLowerCase() === "'self'") return own.host === host && isSameScheme(own.protocol, protocol);
  if (source.startsWith("'")) return false;
  if (/^[a-z][a-z\d+.-]*:$/i.test(source)) return isSameScheme(source.toLowerCase(), protocol);
  const [scheme, rest] = source.includes("://")
    ? (source.split("://", 2) as [string, string])
    : [undefined, source];
  const slash = rest.indexOf("/");
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 ? "" : rest.slice(slash);
  return (
    isSameScheme(scheme ? `${scheme.toLowerCase()}:` : own.protocol, protocol) &&
    isSameHost(authority, { hostname, port, protocol }) &&
    (path === "" || (path.endsWith("/") ? pathname.startsWith(path) : pathname === path))
  );
}

/** A policy that names http means https, too. */
function isSameScheme(given: string, asked: string): boolean {
  return given === asked || (given === "http:" && asked === "https:");
}

function isSameHost(
  authority: string,
  { hostname, port, protocol }: { hostname: string; port: string; protocol: string },
): boolean {
  const bracket = authority.lastIndexOf("]");
  const colon = authority.indexOf(":", bracket + 1);
  const host = (colon < 0 ? authority : authority.slice(0, colon)).toLowerCase();
  const wantedPort = colon < 0 ? "" : authority.slice(colon + 1);
  const usual = protocol === "https:" ? "443" : "80";
  const isPort =
    wantedPort === "*" ||
    (port || usual) === (wantedPort || usual) ||
    (wantedPort === "80" && (port || usual) === "443");
  const isHost = host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : host === "*" || host === hostname;
  return isHost && isPort;
}
