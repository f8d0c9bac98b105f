/** Rows of texts in columns that are as wide as their widest cell; the last column is as long as it is. Columns in `right` are numbers. */
export function textTable(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = rows.reduce<readonly number[]>(
    (known, row) => row.map((cell, column) => Math.max(known[column] ?? 0, Array.from(cell).length)),
    [],
  )
  return rows
    .map(row =>
      row
        .map((cell, column) => {
          const space = ' '.repeat(widths[column] - Array.from(cell).length)
          return right.includes(column) ? space + cell : cell + space
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
