// A cell of the grid that is no link opens the element in its area: the address is that of its row and its column.
const grid = document.querySelector("table.grid--whole");

grid?.addEventListener("click", (event) => {
  const cell = event.target.closest("td");
  if (!cell || getSelection().toString()) return;
  const heads = grid.tHead.rows[grid.tHead.rows.length - 1].querySelectorAll("[data-code]");
  const head = heads[cell.cellIndex - 1];
  const area = cell.parentElement.querySelector("th a");
  if (head && area) location.assign(`${area.href}${head.dataset.code}/`);
});
