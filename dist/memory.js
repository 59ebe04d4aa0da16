import { setFlagsFromString } from "node:v8";
// src/util/memory.ts
setFlagsFromString("--semi-space-growth-factor=1");
export {};
