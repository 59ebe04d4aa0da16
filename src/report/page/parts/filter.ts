import { type Html, html } from "../html.ts";

/** A choice of values: rows with another one are hidden. */
export interface FilterChoice {
  /** Rows have the value in `data-<name>`. */
  readonly name: string;
  readonly label: string;
  /** Value, and how it is shown. With `any`, a list to choose one from; otherwise check boxes. */
  readonly values: readonly (readonly [value: string, label: string])[];
  readonly any?: string;
}

/**
 * Controls that filter the rows of the element with the id `target`.
 * @param noun of the rows, in the plural
 */
export function filterBar(target: string, noun: string, search: string, choices: readonly FilterChoice[]): Html {
  return html`<form class="filter" data-filter="${target}" data-noun="${noun}" role="search" aria-label="Filter the ${noun}" hidden>
<label class="search">${search} <input type="search" name="text" autocomplete="off" spellcheck="false" aria-controls="${target}"></label>
${choices.map((choice) => (choice.any === undefined ? boxes(choice) : list(choice, choice.any)))}
<output aria-live="polite"></output>
</form>`;
}

function boxes({ name, label, values }: FilterChoice): Html {
  const box = ([value, shown]: readonly [string, string]) =>
    html`<label><input type="checkbox" name="${name}" value="${value}" checked> ${shown}</label>`;
  return html`<fieldset><legend>${label}</legend>${values.map(box)}</fieldset>`;
}

function list({ name, label, values }: FilterChoice, any: string): Html {
  const option = ([value, shown]: readonly [string, string]) => html`<option value="${value}">${shown}</option>`;
  return html`<label>${label} <select name="${name}"><option value="">${any}</option>${values.map(option)}</select></label>`;
}
