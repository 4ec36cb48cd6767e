import { firefox } from "./firefox.ts";
import { payInEngine } from "./payment-path.ts";

payInEngine(firefox);
