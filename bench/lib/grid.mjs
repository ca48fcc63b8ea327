/** A table of which each cell is computed of its row and its column. */
export function grid(title, corner, rows, columns, cell) {
  return {
    title,
    columns: [corner, ...columns],
    rows: rows.map((row) => [row, ...columns.map((column) => cell(row, column))]),
  }
}
