export { t as checkBypass, n as getProxyUrl } from "./proxy2.js";
