import { defineMatrix } from "./define-matrix.ts";

defineMatrix(["guide", "destination", "bound"], 3);
