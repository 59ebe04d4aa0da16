// What a terminal shows after a program has written to it, as a page: read by the terminal of VS Code, without its window.
import serialize from "@xterm/addon-serialize";
import headless from "@xterm/headless";

export interface Written {
  /** As it is typed after the prompt. */
  readonly command: string;
  /** What the program wrote, with the codes for colours and the cursor. */
  readonly raw: string;
  readonly columns: number;
}

/** The colours of VS Code's dark terminal, instead of those that the library gives to the same numbers. */
const COLOURS = { "#cc0000": "#f14c4c", "#c4a000": "#e5e510", "#3465a4": "#3b8eea", "#06989a": "#29b8db" };

const STYLE = `html, body { margin: 0 }
main { box-sizing: border-box; width: max-content; padding: 14px 18px; background: #1e1e1e }
pre { margin: 0; color: #d4d4d4; font: 13px/1.35 "DejaVu Sans Mono", Menlo, Consolas, monospace }
pre div { background: none !important; color: inherit !important; font: inherit !important }`;

export async function terminalPage({ command, raw, columns }: Written): Promise<string> {
  const terminal = new headless.Terminal({ cols: columns, rows: 200, allowProposedApi: true });
  const addon = new serialize.SerializeAddon();
  // Its type names the terminal with a window.
  terminal.loadAddon(addon as unknown as Parameters<typeof terminal.loadAddon>[0]);
  await new Promise<void>((done) => terminal.write(`$ ${command}\r\n${raw}`, done));
  const { baseY, cursorY } = terminal.buffer.active;
  const lines = addon.serializeAsHTML({ range: { startLine: 0, endLine: baseY + cursorY - 1, startCol: 0 } });
  const coloured = Object.entries(COLOURS).reduce((text, [from, to]) => text.replaceAll(from, to), lines);
  const body = /<pre>.*<\/pre>/s.exec(coloured)?.[0] ?? "";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Terminal</title><style>${STYLE}</style><main>${body}</main></html>`;
}
