import { createRoot } from "react-dom/client";
import { Stickers } from "./stickers.tsx";

const app = document.querySelector<HTMLElement>("#app");
const { server = "", apiUrl = "" } = app?.dataset ?? {};
if (app) createRoot(app).render(<Stickers server={server} apiUrl={apiUrl} />);
