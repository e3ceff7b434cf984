"use strict";
// Sorts the table by the column whose heading is clicked, and shows the rows that fit the filters.
(() => {
  const table = document.getElementById("theorems");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
  };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
  headings.forEach((heading, column) => {
    heading.querySelector("button").addEventListener("click", () => {
      const descending = heading.getAttribute("aria-sort") === "ascending";
      headings.forEach((it) => it.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const sign = descending ? -1 : 1;
      // Where a value is missing, the row comes last either way.
      const empty = (it) => it === "" || Number.isNaN(it);
      rows.sort((a, b) => {
        const [x, y] = [value(a, column), value(b, column)];
        return empty(x) - empty(y) || (empty(x) ? 0 : sign * compare(x, y));
      });
      body.append(...rows);
    });
  });
  const search = document.getElementById("search");
  const choices = [...document.querySelectorAll("select[data-column]")];
  const shown = document.getElementById("shown");
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const fits = words.every((it) => text.includes(it))
        && choices.every((it) => it.value === "" || row.cells[it.dataset.column].textContent === it.value);
      row.hidden = !fits;
      count += fits;
    }
    shown.textContent = `${count} of ${rows.length}`;
  };
  search.addEventListener("input", filter);
  choices.forEach((it) => it.addEventListener("change", filter));
  filter();
})();
