import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";
import type { OpenOptions } from "./browser.ts";
import type { DevTools } from "./devtools.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** Milliseconds. */
const PATIENCE = 20_000;

export interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  /** The elements, as HTML. */
  readonly elements: readonly string[];
}

export interface Covered {
  readonly name: string;
  readonly offset: number;
  readonly ran: boolean;
}

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
    }[];
  }[];
}

/** A tab with a page. */
export class Page {
  /** What the console showed as an error, exceptions and refusals of the content security policy included. */
  readonly problems: string[] = [];
  /** Addresses that the page asked for, besides its own. */
  readonly requests: string[] = [];
  readonly #tools: DevTools;

  constructor(tools: DevTools) {
    this.#tools = tools;
    tools.listen((method, params) => this.#note(method, params));
  }

  async load(url: string, { width = 980, scheme = "light", withScript = true }: OpenOptions): Promise<void> {
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await this.#tools.send(`${domain}.enable`);
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.#tools.send("Emulation.setEmulatedMedia", { features });
    await this.resize(width);
    await this.#tools.send("Profiler.enable");
    await this.#tools.send("Profiler.startPreciseCoverage", { callCount: true });
    if (!withScript) await this.#tools.send("Emulation.setScriptExecutionDisabled", { value: true });
    const loaded = this.#tools.next("Page.loadEventFired");
    await this.#tools.send("Page.navigate", { url });
    await loaded;
    this.requests.splice(0, 1); // the page itself
  }

  async resize(width: number): Promise<void> {
    const metrics = { width, height: 1400, deviceScaleFactor: 1, mobile: false };
    await this.#tools.send("Emulation.setDeviceMetricsOverride", metrics);
  }

  /** The value of an expression in the page, as JSON. */
  async ask<T>(expression: string): Promise<T> {
    const question = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#tools.send("Runtime.evaluate", question);
    assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails));
    return (result as { value: T }).value;
  }

  /** Waits until an expression is true. */
  async until(expression: string): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (!(await this.ask<boolean>(`Boolean(${expression})`))) {
      assert.ok(Date.now() < end, `not true: ${expression}`);
      await setTimeout(50);
    }
  }

  /** The text of the first element, as it is shown. */
  async text(selector: string): Promise<string> {
    return await this.ask<string>(`document.querySelector(${JSON.stringify(selector)}).innerText`);
  }

  /** Presses keys: `Tab`, `Enter`, `Space`, or letters. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const text = { Enter: "\r", Space: " " }[key] ?? (key.length === 1 ? key : undefined);
      const codes: Record<string, number> = { Backspace: 8, Tab: 9, Enter: 13, Space: 32 };
      const windowsVirtualKeyCode = codes[key] ?? key.toUpperCase().charCodeAt(0);
      const event = { key: key === "Space" ? " " : key, code: key, windowsVirtualKeyCode };
      await this.#tools.send("Input.dispatchKeyEvent", { type: "keyDown", ...event, ...(text && { text }) });
      await this.#tools.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
    }
  }

  /** Clicks at a point of the page, as it is scrolled. */
  async click(x: number, y: number): Promise<void> {
    const at = { x, y, button: "left", clickCount: 1 };
    for (const type of ["mouseMoved", "mousePressed", "mouseReleased"])
      await this.#tools.send("Input.dispatchMouseEvent", { ...at, type });
  }

  /** What axe-core finds, of the impacts serious and critical. */
  async violations(): Promise<readonly Violation[]> {
    await this.ask(`${readFileSync(AXE, "utf8")}; undefined`);
    return await this.ask(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, impact, help, nodes }) => ({ id, impact, help, elements: nodes.map(({ html }) => html) })))`);
  }

  /** A picture of what is scrolled into view, as PNG. */
  async picture(): Promise<Buffer> {
    const { data } = await this.#tools.send("Page.captureScreenshot");
    return Buffer.from(String(data), "base64");
  }

  /** A picture from the top of the page to the end of an element, in the width of the page, as WebP. */
  async pictureTo(selector: string): Promise<Buffer> {
    // A scroll bar would take some of the width.
    await this.ask("document.documentElement.style.overflow = 'hidden'; undefined");
    await this.ask("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))");
    const size = `({ width: document.documentElement.scrollWidth,
      height: Math.floor(scrollY + document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect().bottom) })`;
    const clip = { x: 0, y: 0, scale: 1, ...(await this.ask<{ width: number; height: number }>(size)) };
    const how = { format: "webp", quality: 80, captureBeyondViewport: true, clip };
    const { data } = await this.#tools.send("Page.captureScreenshot", how);
    return Buffer.from(String(data), "base64");
  }

  /** Functions with a name in the page's own scripts, each with its place in its script and whether it ran. */
  async coverage(): Promise<readonly Covered[]> {
    const { result } = (await this.#tools.send("Profiler.takePreciseCoverage")) as unknown as Coverage;
    const own = result.filter(({ url }) => url.startsWith("file:")).flatMap(({ functions }) => functions);
    return own
      .filter(({ functionName }) => functionName !== "")
      .map(({ functionName: name, ranges: [range] }) => ({
        name,
        offset: range?.startOffset ?? 0,
        ran: (range?.count ?? 0) > 0,
      }));
  }

  close(): void {
    this.#tools.close();
  }

  #note(method: string, params: Record<string, unknown>): void {
    if (method === "Runtime.exceptionThrown") this.problems.push(JSON.stringify(params));
    if (method === "Log.entryAdded") this.problems.push((params.entry as { text: string }).text);
    if (method === "Network.requestWillBeSent") this.requests.push((params.request as { url: string }).url);
  }
}
