import { defineMatrix } from "./define-matrix.ts";

defineMatrix(["page-guide", "page-destination"], 3);
