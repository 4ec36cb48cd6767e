import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";
import { parseConfig } from "../../server/config/config.ts";
import { EnvironmentSchema } from "../../server/config/environment.ts";
import { read, settingsIn } from "./documents.ts";

const FOLDER = "server/deploy/templates";
const DOCKERFILE = read("Dockerfile");
const [, COMMAND = ""] = DOCKERFILE.match(/^CMD (\[.*\])$/m) ?? [];
const START = (JSON.parse(COMMAND) as string[]).join(" ");
/** What the image sets by itself. */
const [, IMAGE_ENV = ""] = DOCKERFILE.match(/^ENV NODE_ENV=production (.*)$/m) ?? [];
const IMAGE_SETTINGS = Object.fromEntries(
  IMAGE_ENV.split(" ").map((pair) => pair.split(/=(.*)/) as [string, string]),
);
const NEEDED = [
  "ADMIN_TOKEN",
  "ALLOWED_ORIGINS",
  "PUBLIC_URL",
  "REQUEST_CLIENT_ID",
  "REQUEST_ORIGIN",
  "REQUEST_PAYEE",
  "REQUEST_WEBHOOK_SECRET",
  "TRUST_PROXY",
];
/** The build's and the vendors'. */
const FOREIGN = ["RUN_AS", "DOMAIN", "SERVICE_FQDN_COMPANION_4401"];
/** What a merchant enters at the vendor. */
const ENTERED: Record<string, string> = Object.fromEntries(
  settingsIn(read(".env.example").replaceAll(/^#(?=[A-Z])/gm, "")).filter(([name]) => NEEDED.includes(name)),
);

interface Template {
  file: string;
  /** As far as the file itself names them; null is entered at the vendor. */
  settings: Record<string, string | null>;
  start: string;
  healthPath: string;
  volumePath: string;
}

interface Service {
  command: string[];
  environment?: Record<string, string> | string[];
  volumes: string[];
  healthcheck?: { test: string[] };
  ports?: string[];
}

function fromCompose(file: string, own: Record<string, string | null>): Template {
  const { services, volumes } = parseYaml(read(`${FOLDER}/${file}`)) as {
    services: Record<string, Service>;
    volumes: Record<string, null>;
  };
  const { companion } = services;
  assert.ok(companion, file);
  const [name = "", path = ""] = companion.volumes[0]?.split(":") ?? [];
  assert.ok(name in volumes, `${file}: no volume ${name}`);
  const pairs = Array.isArray(companion.environment)
    ? companion.environment.map((pair) => pair.split(/=(.*)/) as [string, string?])
    : Object.entries(companion.environment ?? {});
  const settings = pairs.map(
    ([key, value]) => [key, value?.startsWith("${") ? null : (value ?? "")] as const,
  );
  return {
    file,
    settings: { ...own, ...Object.fromEntries(settings) },
    start: companion.command.join(" "),
    healthPath: new URL(companion.healthcheck?.test.at(-1) ?? "").pathname,
    volumePath: path,
  };
}

interface Fly {
  processes: { app: string };
  env: Record<string, string>;
  build: { dockerfile: string; args: Record<string, string> };
  mounts: { source: string; destination: string }[];
  http_service: {
    force_https: boolean;
    internal_port: number;
    auto_stop_machines: string;
    checks: { path: string }[];
  };
}
const fly = parseToml(read(`${FOLDER}/fly.toml`)) as unknown as Fly;

interface Render {
  services: {
    dockerCommand: string;
    healthCheckPath: string;
    disk: { mountPath: string };
    envVars: { key: string; value?: string }[];
  }[];
}
const [render] = (parseYaml(read(`${FOLDER}/render.yaml`)) as Render).services;

interface Railway {
  deploy: { startCommand: string; healthcheckPath: string; requiredMountPath: string };
}
const railway = (JSON.parse(read(`${FOLDER}/railway.json`)) as Railway).deploy;

const entered = Object.fromEntries(NEEDED.map((name) => [name, null]));
const secretsOfFly = settingsIn(
  read(`${FOLDER}/fly.toml`).replaceAll(/#.*secrets set (.*)/g, (_, all: string) =>
    all.replaceAll(" ", "\n"),
  ),
);

const TEMPLATES: Template[] = [
  fromCompose("compose-caddy/compose.yaml", entered),
  fromCompose("coolify.yaml", {}),
  {
    file: "fly.toml",
    settings: { ...Object.fromEntries(secretsOfFly.map(([name]) => [name, null])), ...fly.env },
    start: fly.processes.app,
    healthPath: fly.http_service.checks[0]?.path ?? "",
    volumePath: fly.mounts[0]?.destination ?? "",
  },
  {
    file: "render.yaml",
    settings: Object.fromEntries(render?.envVars.map(({ key, value }) => [key, value ?? null]) ?? []),
    start: render?.dockerCommand ?? "",
    healthPath: render?.healthCheckPath ?? "",
    volumePath: render?.disk.mountPath ?? "",
  },
  {
    file: "railway.json",
    settings: entered,
    start: railway.startCommand,
    healthPath: railway.healthcheckPath,
    volumePath: railway.requiredMountPath,
  },
];

for (const { file, settings, start, healthPath, volumePath } of TEMPLATES)
  describe(file, () => {
    test("starts the companion as the image does", () => {
      assert.equal(start, START);
    });

    test("asks /healthz for its health", () => {
      assert.equal(healthPath, "/healthz");
    });

    test("keeps the SQLite file on a volume", () => {
      const url = settings.DATABASE_URL ?? IMAGE_SETTINGS.DATABASE_URL ?? "";

      assert.ok(url.startsWith(`sqlite:${volumePath}/`), url);
    });

    test("names what is needed, and nothing that does not exist", () => {
      const names = Object.keys(settings);
      const known = [...Object.keys(EnvironmentSchema.shape), ...FOREIGN];

      assert.deepEqual(
        NEEDED.filter((name) => !names.includes(name)),
        [],
      );
      assert.deepEqual(
        names.filter((name) => !known.includes(name)),
        [],
      );
    });

    test("has settings that a companion starts with", () => {
      const own = Object.fromEntries(
        Object.entries(settings).map(([name, value]) => [
          name,
          value?.replace(/\$\{DOMAIN[^}]*\}/, "pay.shop.example") ?? ENTERED[name],
        ]),
      );

      parseConfig({ ...IMAGE_SETTINGS, ...own, CATALOG_FILE: "demo/catalog.json" });
    });

    test("is named by the README", () => {
      assert.ok(read(`${FOLDER}/README.md`).includes(`](${file})`));
    });
  });

describe("TLS", () => {
  test("Caddy serves the domain and passes to the companion's port", () => {
    const caddyfile = read(`${FOLDER}/compose-caddy/Caddyfile`);
    const compose = parseYaml(read(`${FOLDER}/compose-caddy/compose.yaml`)) as {
      services: Record<string, Service>;
    };
    const { PORT } = (compose.services.companion?.environment ?? {}) as Record<string, string>;
    const [, timeoutS = "0"] = caddyfile.match(/response_header_timeout (\d+)s/) ?? [];

    assert.match(caddyfile, /^\{\$DOMAIN\} \{$/m);
    assert.ok(caddyfile.includes(`reverse_proxy companion:${PORT} {`));
    assert.ok(Number(timeoutS) > 25, "a long poll is held for 25 seconds");
    assert.ok(compose.services.caddy?.ports?.includes("443:443"));
    assert.ok(compose.services.caddy?.volumes.includes("caddy:/data"), "certificates survive a restart");
  });

  test("Caddy's address is the one that the companion trusts", () => {
    const text = read(`${FOLDER}/compose-caddy/compose.yaml`);
    const [, trusted = "-"] = text.match(/TRUST_PROXY: (.*)/) ?? [];

    assert.ok(text.includes(`ipv4_address: ${trusted}\n`));
  });

  test("Fly.io redirects to https, and keeps the machine running", () => {
    assert.equal(fly.http_service.force_https, true);
    assert.equal(fly.http_service.auto_stop_machines, "off");
    assert.equal(String(fly.http_service.internal_port), fly.env.PORT);
  });
});

test("RUN_AS is an argument of the image", () => {
  assert.match(DOCKERFILE, /^ARG RUN_AS=node\nUSER \$RUN_AS$/m);
});
