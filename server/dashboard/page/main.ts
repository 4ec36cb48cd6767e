import { startDashboard } from "./dashboard.ts";

const root = document.querySelector<HTMLElement>("#dashboard");
if (root) startDashboard(root);
