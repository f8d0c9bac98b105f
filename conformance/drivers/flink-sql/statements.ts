/**
 * Flink cuts generated methods of more than 4,000 characters apart, so that the JVM's second compiler takes them. That is a third of the CPU of these jobs, which end before
 * any method is compiled twice. `flink-sql-kafka` runs windows and examples with Flink's own setting.
 */
export const WHOLE_METHODS = "SET 'table.generated-code.max-length' = '60000'"

/**
 * The statements of a generated script, as Flink's SQL client splits it: at `;` outside of texts, names and comments; a statement set goes to its END.
 */
export function flinkStatements(script: string): readonly string[] {
  const parts = script.match(/'(?:[^']|'')*'|`(?:[^`]|``)*`|--[^\n]*\n|;|[^'`;-]+|-/g) ?? []
  const statements: string[] = []
  let statement = ''
  for (const part of parts) {
    if (part.startsWith('--')) continue
    const isInSet = /^\s*EXECUTE STATEMENT SET/.test(statement) && !/;\s*END\s*$/.test(statement)
    if (part === ';' && !isInSet) {
      if (statement.trim() !== '') statements.push(statement.trim())
      statement = ''
    } else statement += part
  }
  if (statement.trim() !== '') statements.push(statement.trim())
  return statements
}
