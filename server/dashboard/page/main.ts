import "./styles/page.css";
import "./styles/frame.css";
import "./styles/controls.css";
import "./styles/orders.css";
import "./styles/order.css";
import "./styles/history.css";
import { startDashboard } from "./dashboard.ts";

const root = document.querySelector<HTMLElement>("#dashboard");
if (root) startDashboard(root);
