/** The statements of a generated script, without the comments between them. Literals in generated text hold no line ends. */
export function statementsOf(script: string): readonly string[] {
  return script
    .split(/;\n+/)
    .map(statement =>
      statement
        .split('\n')
        .filter(line => !line.trimStart().startsWith('--'))
        .join('\n')
        .trim(),
    )
    .filter(statement => statement !== '')
}
