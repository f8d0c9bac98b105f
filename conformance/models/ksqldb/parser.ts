import { parseExpression, parseType } from './expression-parser'
import { tokensOf } from './lexer'
import type { Node, Properties, Query, Statement, Window } from './syntax'
import { Tokens } from './tokens'

/**
 * A strict parser of the part of ksqlDB's grammar that streambed writes, after SqlBase.g4 (order of clauses, window clauses, operators' precedence, reserved
 * words). @throws KsqlRefusal
 */
export function parseScript(script: string): readonly Statement[] {
  const tokens = new Tokens(tokensOf(script))
  const statements: Statement[] = []
  while (!tokens.isEnd) {
    statements.push(statementOf(tokens))
    tokens.symbol(';')
  }
  return statements
}

function statementOf(tokens: Tokens): Statement {
  if (tokens.takeWord('SET')) {
    const name = tokens.text()
    tokens.symbol('=')
    return { statement: 'set', name, value: tokens.text() }
  }
  tokens.word('CREATE')
  const kind = tokens.takeWord('TABLE') ? 'table' : 'stream'
  if (kind === 'stream') tokens.word('STREAM')
  const name = tokens.identifier()
  if (kind === 'stream' && tokens.takeSymbol('(')) {
    const columns = tokens.list(() => ({ name: tokens.identifier(), type: parseType(tokens) }))
    tokens.symbol(')')
    return { statement: 'source', name, columns, properties: propertiesOf(tokens) }
  }
  const properties = propertiesOf(tokens)
  tokens.word('AS')
  return { statement: kind, name, properties, query: queryOf(tokens) }
}

function propertiesOf(tokens: Tokens): Properties {
  tokens.word('WITH')
  tokens.symbol('(')
  const pairs = tokens.list(() => {
    const name = tokens.identifier()
    tokens.symbol('=')
    return [name, tokens.text()] as const
  })
  tokens.symbol(')')
  return Object.fromEntries(pairs)
}

function queryOf(tokens: Tokens): Query {
  tokens.word('SELECT')
  const select = tokens.list(() => {
    const expression = parseExpression(tokens)
    if (tokens.takeWord('AS')) return { expression, name: tokens.identifier() }
    return expression.node === 'column' ? { expression, name: expression.name } : tokens.refuse('an alias')
  })
  tokens.word('FROM')
  const from = tokens.identifier()
  const window = tokens.takeWord('WINDOW') ? windowOf(tokens) : null
  const where = tokens.takeWord('WHERE') ? parseExpression(tokens) : null
  const groupBy = tokens.takeWord('GROUP') ? groupByOf(tokens) : []
  const having = tokens.takeWord('HAVING') ? parseExpression(tokens) : null
  tokens.word('EMIT')
  const emit = tokens.anyWord('FINAL', 'CHANGES') === 'FINAL' ? 'FINAL' : 'CHANGES'
  return { select, from, window, where, groupBy, having, emit }
}

function groupByOf(tokens: Tokens): readonly Node[] {
  tokens.word('BY')
  return tokens.list(() => parseExpression(tokens))
}

function windowOf(tokens: Tokens): Window {
  const kind = tokens.anyWord('TUMBLING', 'HOPPING', 'SESSION')
  tokens.symbol('(')
  if (kind !== 'SESSION') tokens.word('SIZE')
  const sizeMs = durationOf(tokens)
  let hopMs = sizeMs
  if (kind === 'HOPPING') {
    tokens.symbol(',')
    tokens.word('ADVANCE')
    tokens.word('BY')
    hopMs = durationOf(tokens)
  }
  tokens.symbol(',')
  tokens.word('RETENTION')
  const retentionMs = durationOf(tokens)
  tokens.symbol(',')
  tokens.word('GRACE')
  tokens.word('PERIOD')
  const graceMs = durationOf(tokens)
  tokens.symbol(')')
  if (kind === 'SESSION') return { kind: 'session', gapMs: sizeMs, retentionMs, graceMs }
  return { kind: kind === 'TUMBLING' ? 'tumbling' : 'hopping', sizeMs, hopMs, retentionMs, graceMs }
}

function durationOf(tokens: Tokens): number {
  const count = tokens.integer()
  tokens.anyWord('MILLISECONDS', 'MILLISECOND')
  return count
}
