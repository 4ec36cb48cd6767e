/** The script of the page with a policy: keeps what the policy forbids, then loads the elements. */
const violations: string[] = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective }) =>
  violations.push(violatedDirective),
);
Object.assign(window, { violations });
await import("../../widget/index.ts");
await import("../../widget/engine/engine.ts");

export {};
