import assert from "node:assert/strict";
import { existsSync, globSync } from "node:fs";
import { describe, test } from "node:test";
import { parse } from "yaml";
import { read } from "./documents.ts";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}

interface Job {
  uses?: string;
  permissions?: Record<string, string>;
  strategy?: { matrix: { node: string[] } };
  steps?: Step[];
}

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const PACKAGE = JSON.parse(read("package.json"));
const FILES = globSync(".github/workflows/*.yml").sort();
const WORKFLOWS = Object.fromEntries(FILES.map((file) => [file, parse(read(file)) as Workflow]));
const JOBS = Object.entries(WORKFLOWS).flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => ({ name: `${file} › ${name}`, job })),
);
const STEPS = JOBS.flatMap(({ name, job }) => (job.steps ?? []).map((step) => ({ name, step })));

function jobOf(file: string, name: string): Job {
  const job = WORKFLOWS[`.github/workflows/${file}`]?.jobs[name];
  assert.ok(job, `${file} › ${name}`);
  return job;
}

function stepOf(file: string, name: string, uses: string): Step {
  const step = jobOf(file, name).steps?.find((each) => each.uses?.startsWith(`${uses}@`));
  assert.ok(step, `${file} › ${name}: ${uses}`);
  return step;
}

describe("the package", () => {
  test("names its repository in the form that provenance compares", () => {
    assert.match(PACKAGE.repository.url, /^git\+https:\/\/github\.com\/[\w.-]+\/[\w.-]+\.git$/);
    assert.equal(PACKAGE.publishConfig.provenance, true);
  });

  test("is built before it is packed", () => {
    assert.equal(PACKAGE.scripts.prepack, "node --run build");
  });

  test("asks for the Node that .node-version, the image and the engines name", () => {
    const version = read(".node-version").trim();

    assert.equal(PACKAGE.engines.node, `>=${version}`);
    assert.match(read("Dockerfile"), new RegExp(`^FROM node:${version}-alpine$`, "m"));
  });
});

describe("workflows", () => {
  test("tests run on the oldest supported and on the current Node", () => {
    const { node } = jobOf("ci.yml", "test").strategy?.matrix ?? { node: [] };

    assert.deepEqual(node, [read(".node-version").trim(), "current"]);
  });

  test("read by default, and write only where a job says so", () => {
    for (const [file, { permissions }] of Object.entries(WORKFLOWS))
      assert.deepEqual(permissions, { contents: "read" }, file);
    for (const { name, job } of JOBS.filter(({ job: { permissions } }) => permissions))
      assert.match(name, /release\.yml|image\.yml/, JSON.stringify(job.permissions));
  });

  test("run scripts that exist", () => {
    const scripts = STEPS.flatMap(({ step }) => [...(step.run ?? "").matchAll(/npm run ([\w:-]+)/g)]);

    for (const [, script = ""] of scripts) assert.ok(script in PACKAGE.scripts, script);
    assert.ok(STEPS.some(({ step }) => step.run === "npm test"));
  });

  test("call workflows that exist", () => {
    for (const { name, job } of JOBS) if (job.uses) assert.ok(existsSync(job.uses), `${name}: ${job.uses}`);
  });

  test("put no expression that a contributor chooses into a shell", () => {
    for (const { name, step } of STEPS)
      assert.doesNotMatch(step.run ?? "", /\$\{\{\s*github\.(event|head_ref|ref_name)/, name);
  });

  test("publish with an identity instead of a token", () => {
    const { env, with: inputs } = stepOf("release.yml", "package", "changesets/action");

    assert.equal(jobOf("release.yml", "package").permissions?.["id-token"], "write");
    assert.equal(env?.NPM_CONFIG_PROVENANCE, "true");
    assert.match(String(inputs?.publish), /changeset|@changesets\/cli/);
    assert.doesNotMatch(read(".github/workflows/release.yml"), /NPM_TOKEN|NODE_AUTH_TOKEN/);
  });

  test("build the image for two architectures", () => {
    const { with: inputs } = stepOf("image.yml", "image", "docker/build-push-action");

    assert.equal(inputs?.platforms, "linux/amd64,linux/arm64");
  });
});

describe("what GitHub and editors read", () => {
  test("JSON is JSON", () => {
    for (const file of [
      ".github/renovate.json",
      ".changeset/config.json",
      ".vscode/settings.json",
      ".vscode/extensions.json",
    ])
      assert.equal(typeof JSON.parse(read(file)), "object", file);
  });

  test("forms for issues have what GitHub requires", () => {
    for (const file of ["bug.yml", "feature.yml"]) {
      const form = parse(read(`.github/ISSUE_TEMPLATE/${file}`)) as {
        name: string;
        description: string;
        body: { type: string; id?: string }[];
      };
      assert.ok(form.name && form.description, file);
      const ids = form.body.filter(({ type }) => type !== "markdown").map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, file);
    }
  });

  test("CODEOWNERS names paths that exist", () => {
    const paths = [...read(".github/CODEOWNERS").matchAll(/^\/(\S+) /gm)].map(([, path = ""]) => path);

    assert.ok(paths.length > 0);
    assert.deepEqual(
      paths.filter((path) => !existsSync(path)),
      [],
    );
  });

  test(".editorconfig has Biome's width", () => {
    const { formatter } = JSON.parse(read("biome.json"));

    assert.match(read(".editorconfig"), new RegExp(`^max_line_length = ${formatter.lineWidth}$`, "m"));
  });
});
