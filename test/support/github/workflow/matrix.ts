// The cells of a matrix: the product of its lists, then `include` as GitHub merges it.
type Cell = Record<string, unknown>;

export function cellsOf(matrix: Record<string, unknown> | undefined): Cell[] {
  if (matrix === undefined) return [{}];
  const { include = [], exclude, ...lists } = matrix;
  if (exclude !== undefined) throw new Error("this runner does not implement matrix.exclude");
  let cells: Cell[] = Object.keys(lists).length === 0 ? [] : [{}];
  for (const [name, values] of Object.entries(lists)) {
    if (!Array.isArray(values)) throw new Error(`this runner wants a plain list for matrix.${name}`);
    cells = cells.flatMap((cell) => values.map((value) => ({ ...cell, [name]: value })));
  }
  const originals = Object.keys(lists);
  const added: Cell[] = [];
  for (const extra of include as Cell[]) {
    // It joins the cells whose own values it does not contradict; where there is none, it is a cell itself.
    const joined = cells.filter((cell) => originals.every((name) => !(name in extra) || cell[name] === extra[name]));
    if (joined.length === 0) added.push({ ...extra });
    for (const cell of joined) Object.assign(cell, extra);
  }
  return [...cells, ...added];
}
