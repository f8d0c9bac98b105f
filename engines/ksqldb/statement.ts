/** One statement with its semicolon, and what stands above it as a comment. */
export interface Statement {
  readonly text: string
  readonly comment?: string
}

export function scriptText(title: string, statements: readonly Statement[]): string {
  const texts = statements.map(({ comment, text }) => (comment === undefined ? text : `-- ${commentText(comment)}\n${text}`))
  return `-- ${commentText(title)}\n\n${texts.join('\n\n')}\n`
}

/** A comment is one line, and none that ksqlDB takes for a directive. */
function commentText(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/\$\{/g, '$ {')
    .replace(/^@/, ' @')
}
