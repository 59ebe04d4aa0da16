import { element, grouped } from "./elements.ts";

/** Shows the filters of the page, which hide rows that do not match. */
export function enableFilters(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-filter]")) enable(form);
}

function enable(form: HTMLFormElement): void {
  const rows = [...element(document, `#${form.dataset.filter}`).children] as HTMLElement[];
  const texts = new Map<HTMLElement, string>();
  const textOf = (row: HTMLElement) => {
    const text = texts.get(row) ?? (row.textContent ?? "").toLowerCase();
    texts.set(row, text);
    return text;
  };
  const apply = () => {
    const words = element<HTMLInputElement>(form, "[name=text]").value.toLowerCase().split(/\s+/);
    const choices = choicesOf(form);
    let shown = 0;
    for (const row of rows) {
      const fits = choices.every((choice) => choice(row)) && words.every((word) => textOf(row).includes(word));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    element(form, "output").textContent = `${grouped(shown)} of ${grouped(rows.length)} ${form.dataset.noun}`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
}

/** A condition for each list of values and each group of check boxes. */
function choicesOf(form: HTMLFormElement): ((row: HTMLElement) => boolean)[] {
  const lists = [...form.querySelectorAll("select")].map(({ name, value }) => {
    return (row: HTMLElement) => value === "" || row.dataset[name] === value;
  });
  const boxes = [...form.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
  const groups = [...new Set(boxes.map(({ name }) => name))].map((group) => {
    const wanted = new Set(boxes.filter(({ name, checked }) => name === group && checked).map(({ value }) => value));
    return (row: HTMLElement) => wanted.has(row.dataset[group] ?? "");
  });
  return [...lists, ...groups];
}
