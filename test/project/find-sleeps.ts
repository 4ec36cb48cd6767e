import { parseAst } from "vite";

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

/** The lines on which a source waits for a span of time, with what it does there. */
export function findSleeps(source: string): string[] {
  const nodes = [...nodesOf(parseAst(source, { lang: "ts" }) as unknown as Node)];
  const resolvers = new Set(nodes.flatMap(resolversOf));
  return nodes.flatMap((node) => {
    const sleep = nameSleep(node, resolvers);
    return sleep === undefined ? [] : [`${source.slice(0, node.start).split("\n").length}: ${sleep}`];
  });
}

function* nodesOf(value: unknown): Generator<Node> {
  if (typeof value !== "object" || value === null) return;
  if ("type" in value && typeof value.type === "string") yield value as Node;
  for (const child of Object.values(value)) yield* nodesOf(child);
}

/** The names of what ends a promise: of `new Promise((name) => …)` and of `const { resolve: name } = Promise.withResolvers()`. */
function resolversOf(node: Node): string[] {
  if (node.type === "NewExpression" && isNamed(node.callee, "Promise")) {
    const [executor] = node.arguments as { params?: Node[] }[];
    return namesOf(executor?.params?.[0]);
  }
  if (node.type !== "VariableDeclarator" || !isNamed((node.init as Node | null)?.callee, "withResolvers"))
    return [];
  const { properties = [] } = node.id as { properties?: { key: Node; value: Node }[] };
  return properties.filter(({ key }) => isNamed(key, "resolve")).flatMap(({ value }) => namesOf(value));
}

function nameSleep(node: Node, resolvers: ReadonlySet<string>): string | undefined {
  const { type, source, callee } = node;
  const isImport = type === "ImportDeclaration" || type === "ImportExpression";
  if (isImport && /^(?:node:)?timers\/promises$/.test(String((source as Node).value)))
    return "imports timers/promises";
  if (type !== "CallExpression") return undefined;
  const [callback] = node.arguments as Node[];
  if (isNamed(callee, "waitForTimeout")) return "calls waitForTimeout";
  if (isNamed(callee, "wait") && isNamed((callee as Node).object, "scheduler")) return "calls scheduler.wait";
  if (isNamed(callee, "promisify") && isNamed(callback, "setTimeout")) return "promisifies setTimeout";
  const ends = [...nodesOf(callback)].some((each) => isNamed(each, "resolve") || hasName(each, resolvers));
  return isNamed(callee, "setTimeout") && ends ? "resolves a promise by setTimeout" : undefined;
}

/** An identifier of that name, or a property of it. */
function isNamed(value: unknown, name: string): boolean {
  const node = value as Node | null | undefined;
  if (node?.type === "MemberExpression") return isNamed(node.property, name);
  return node?.type === "Identifier" && node.name === name;
}

function hasName(node: Node, names: ReadonlySet<string>): boolean {
  return node.type === "Identifier" && names.has(String(node.name));
}

function namesOf(node: Node | undefined): string[] {
  return node?.type === "Identifier" ? [String(node.name)] : [];
}
