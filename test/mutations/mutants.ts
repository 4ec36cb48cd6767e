import { parseAst } from "vite";

/** A source with one condition inverted, shifted or dropped. */
export interface Mutant {
  /** What was written, and what stands there instead: on one line, without the line's number, which changes. */
  name: string;
  line: number;
  source: string;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** Each is tried for the operator on its left. */
const OPERATORS: Record<string, readonly string[]> = {
  "===": ["!=="],
  "!==": ["==="],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
};
/** The same for calls: of big.js, and of lists. */
const METHODS: Record<string, readonly string[]> = {
  gt: ["gte", "lte"],
  gte: ["gt", "lt"],
  lt: ["lte", "gte"],
  lte: ["lt", "gt"],
  eq: ["gt", "lt"],
  some: ["every"],
  every: ["some"],
  min: ["max"],
  max: ["min"],
};

/** Every mutant of a source. */
export function mutantsOf(source: string): Mutant[] {
  const mutants: Mutant[] = [];
  const text = (node: Node) => source.slice(node.start, node.end);
  const add = (node: Node, replacement: string) => {
    const name = `${squeeze(text(node))} → ${squeeze(replacement)}`;
    const line = source.slice(0, node.start).split("\n").length;
    mutants.push({ name, line, source: source.slice(0, node.start) + replacement + source.slice(node.end) });
  };
  const visit = (node: Node): void => {
    for (const replacement of replacementsOf(node, text)) add(node, replacement);
    if (node.type === "IfStatement" || node.type === "ConditionalExpression")
      for (const value of ["true", "false"]) add(node.test as Node, value);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(parseAst(source, { lang: "ts" }) as unknown as Node);
  return mutants;
}

function replacementsOf(node: Node, text: (node: Node) => string): string[] {
  const { left, right, argument, operator, callee } = node as Node & Record<string, Node>;
  const written = String(operator);
  if (node.type === "LogicalExpression" && left && right) {
    const other = { "&&": "||", "||": "&&" }[written];
    const swapped = other ? [`((${text(left)}) ${other} (${text(right)}))`] : [];
    return [...swapped, `(${text(left)})`, `(${text(right)})`];
  }
  if (node.type === "BinaryExpression" && left && right)
    return (OPERATORS[written] ?? []).map((other) => `(${text(left)} ${other} ${text(right)})`);
  if (node.type === "UnaryExpression" && written === "!" && argument) return [text(argument)];
  if (node.type === "CallExpression" && callee?.type === "MemberExpression") {
    const property = callee.property as Node;
    const before = text(node).slice(0, property.start - node.start);
    const after = text(node).slice(property.end - node.start);
    return (METHODS[text(property)] ?? []).map((other) => before + other + after);
  }
  return [];
}

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter((child): child is Node => typeof child === "object" && child !== null && "type" in child);
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, " ");
}
