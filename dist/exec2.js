export { t as exec, n as getExecOutput } from "./exec.js";
