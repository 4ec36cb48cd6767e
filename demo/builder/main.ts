import { startBuilder } from "./builder.ts";
import { loadSetting } from "./model/setting.ts";

const root = document.querySelector<HTMLElement>("#builder");
if (root) startBuilder(root, await loadSetting());
