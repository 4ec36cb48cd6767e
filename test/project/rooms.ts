import type { ICruiseOptions, IFlattenedRuleSet } from "dependency-cruiser";

/** Which folder may import which: one way, types included. */
export const RULES: IFlattenedRuleSet = {
  forbidden: [
    {
      name: "no-circle-of-folders",
      comment: "Folders import each other one way: move what both need below them.",
      severity: "error",
      scope: "folder",
      // As wholes the two need each other: the command line starts the demo, and the demo starts a companion.
      // The widget's engine loads languages and QR codes by the table of lazy chunks, which names the engine, too.
      from: { pathNot: "^(server|demo)$|^widget" },
      to: { circular: true },
    },
    {
      name: "no-circle-of-files",
      comment: "What is loaded lazily may import what loads it.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["dynamic-import"] } },
    },
    {
      name: "domain-is-pure",
      comment: "server/domain imports the contract and small libraries, nothing that reads or writes.",
      severity: "error",
      from: { path: "^server/domain/" },
      to: { path: "^(server|widget|demo)/", pathNot: "^server/(domain|contract)/" },
    },
    {
      name: "widget-imports-types-of-the-contract",
      severity: "error",
      from: { path: "^widget/" },
      to: { path: "^(server|demo)/", pathNot: "^server/contract/" },
    },
    {
      name: "ledger-is-below-the-features",
      severity: "error",
      from: { path: "^server/ledger/" },
      to: { path: "^server/", pathNot: "^server/(ledger|store|domain|contract)/" },
    },
    {
      name: "sandbox-stands-alone",
      comment:
        "The sandbox stands in for Request Network: it must not share our code's mistakes. Escaping HTML is nobody's.",
      severity: "error",
      from: { path: "^demo/sandbox/" },
      to: {
        path: "^(server|widget|demo)/",
        pathNot: "^(demo/sandbox|server/(contract|domain))/|^server/http/html",
      },
    },
  ],
};

export const OPTIONS: ICruiseOptions = {
  doNotFollow: { path: "node_modules" },
  exclude: { path: "^demo/examples/" },
  // TypeScript 7 has no API that it could parse with.
  parser: "swc",
  tsPreCompilationDeps: true,
  tsConfig: { fileName: "tsconfig.json" },
  enhancedResolveOptions: { extensions: [".ts", ".js", ".json", ".css"] },
};
