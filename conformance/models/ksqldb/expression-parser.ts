import type { KsqlType, Node } from './syntax'
import type { Tokens } from './tokens'

const COMPARISONS = ['<>', '!=', '<=', '>=', '=', '<', '>']
const BASES: Readonly<Record<string, 'BOOLEAN' | 'INTEGER' | 'BIGINT' | 'DOUBLE' | 'STRING'>> = {
  BOOLEAN: 'BOOLEAN',
  INTEGER: 'INTEGER',
  INT: 'INTEGER',
  BIGINT: 'BIGINT',
  DOUBLE: 'DOUBLE',
  VARCHAR: 'STRING',
  STRING: 'STRING',
}

export function parseType(tokens: Tokens): KsqlType {
  if (tokens.takeWord('ARRAY')) {
    tokens.symbol('<')
    const item = parseType(tokens)
    tokens.symbol('>')
    return { base: 'ARRAY', item }
  }
  if (tokens.takeWord('STRUCT')) {
    tokens.symbol('<')
    const fields = tokens.list(() => ({ name: tokens.identifier(), type: parseType(tokens) }))
    tokens.symbol('>')
    return { base: 'STRUCT', fields }
  }
  return { base: BASES[tokens.anyWord(...Object.keys(BASES))] }
}

/** OR binds least, then AND, NOT, comparisons, sums, products, signs. */
export function parseExpression(tokens: Tokens): Node {
  return left(tokens, ['OR'], inner => left(inner, ['AND'], notOf))
}

function left(tokens: Tokens, operators: readonly string[], read: (tokens: Tokens) => Node): Node {
  let node = read(tokens)
  for (;;) {
    const operator = operators.find(candidate => (/\w/.test(candidate) ? tokens.takeWord(candidate) : tokens.takeSymbol(candidate)))
    if (operator === undefined) return node
    node = { node: 'binary', operator, left: node, right: read(tokens) }
  }
}

function notOf(tokens: Tokens): Node {
  return tokens.takeWord('NOT') ? { node: 'not', value: notOf(tokens) } : predicate(tokens)
}

/** At most one predicate stands behind a value. */
function predicate(tokens: Tokens): Node {
  const value = sum(tokens)
  const operator = COMPARISONS.find(symbol => tokens.takeSymbol(symbol))
  if (operator !== undefined) return { node: 'binary', operator, left: value, right: sum(tokens) }
  if (tokens.takeWord('IS')) {
    const negated = tokens.takeWord('NOT')
    tokens.word('NULL')
    return { node: 'isNull', value, negated }
  }
  if (!tokens.takeWord('IN')) return value
  tokens.symbol('(')
  const list = tokens.list(() => parseExpression(tokens))
  tokens.symbol(')')
  return { node: 'in', value, list }
}

function sum(tokens: Tokens): Node {
  return left(tokens, ['+', '-'], inner => left(inner, ['*', '/', '%'], signed))
}

function signed(tokens: Tokens): Node {
  if (!tokens.takeSymbol('-')) return subscripted(tokens)
  const { kind, text } = tokens.token
  // A sign belongs to its number: -9223372036854775808 is one.
  if (kind === 'integer' || kind === 'double' || kind === 'decimal') {
    tokens.skip()
    return numberOf(kind, `-${text}`, tokens)
  }
  return { node: 'unary', value: signed(tokens) }
}

function subscripted(tokens: Tokens): Node {
  let node = primary(tokens)
  for (;;) {
    if (tokens.takeSymbol('->')) node = { node: 'member', base: node, name: tokens.identifier() }
    else if (tokens.takeSymbol('[')) {
      const index = sum(tokens)
      tokens.symbol(']')
      node = { node: 'subscript', base: node, index }
    } else return node
  }
}

function primary(tokens: Tokens): Node {
  const { kind, text } = tokens.token
  if (kind === 'integer' || kind === 'double' || kind === 'decimal') {
    tokens.skip()
    return numberOf(kind, text, tokens)
  }
  if (kind === 'text') return { node: 'literal', type: { base: 'STRING' }, value: tokens.text() }
  if (tokens.takeSymbol('(')) {
    const node = parseExpression(tokens)
    tokens.symbol(')')
    return node
  }
  if (tokens.takeWord('NULL')) return { node: 'null' }
  if (tokens.takeWord('TRUE')) return { node: 'literal', type: { base: 'BOOLEAN' }, value: true }
  if (tokens.takeWord('FALSE')) return { node: 'literal', type: { base: 'BOOLEAN' }, value: false }
  if (tokens.takeWord('CASE')) return caseOf(tokens)
  if (tokens.takeWord('CAST')) return castOf(tokens)
  if (tokens.takeWord('ARRAY')) return arrayOf(tokens)
  if (tokens.takeWord('MAP')) return mapOf(tokens)
  const name = tokens.identifier()
  return kind === 'word' && tokens.takeSymbol('(') ? callOf(name, tokens) : { node: 'column', name }
}

function numberOf(kind: string, text: string, tokens: Tokens): Node {
  if (kind === 'double') return { node: 'literal', type: { base: 'DOUBLE' }, value: Number(text) }
  if (kind === 'decimal') return tokens.refuse('a number without a point, or with an exponent: others are DECIMAL')
  const value = BigInt(text)
  if (BigInt.asIntN(64, value) !== value) return tokens.refuse('an integer of 64 bits')
  return { node: 'literal', type: { base: BigInt.asIntN(32, value) === value ? 'INTEGER' : 'BIGINT' }, value }
}

function caseOf(tokens: Tokens): Node {
  const branches: (readonly [Node, Node])[] = []
  while (tokens.takeWord('WHEN')) {
    const when = parseExpression(tokens)
    tokens.word('THEN')
    branches.push([when, parseExpression(tokens)])
  }
  if (branches.length === 0) tokens.refuse('WHEN')
  const otherwise: Node = tokens.takeWord('ELSE') ? parseExpression(tokens) : { node: 'null' }
  tokens.word('END')
  return { node: 'case', branches, otherwise }
}

function castOf(tokens: Tokens): Node {
  tokens.symbol('(')
  const value = parseExpression(tokens)
  tokens.word('AS')
  const type = parseType(tokens)
  tokens.symbol(')')
  return { node: 'cast', value, type }
}

function arrayOf(tokens: Tokens): Node {
  tokens.symbol('[')
  if (tokens.takeSymbol(']')) return { node: 'array', items: [] }
  const items = tokens.list(() => parseExpression(tokens))
  tokens.symbol(']')
  return { node: 'array', items }
}

function mapOf(tokens: Tokens): Node {
  tokens.symbol('(')
  const entries = tokens.list(() => {
    const key = parseExpression(tokens)
    tokens.symbol(':=')
    return [key, parseExpression(tokens)] as const
  })
  tokens.symbol(')')
  return { node: 'map', entries }
}

function callOf(name: string, tokens: Tokens): Node {
  if (tokens.takeSymbol('*')) {
    tokens.symbol(')')
    return { node: 'call', name, arguments: [], star: true }
  }
  if (tokens.takeSymbol(')')) return { node: 'call', name, arguments: [], star: false }
  const all = tokens.list(() => parseExpression(tokens))
  tokens.symbol(')')
  return { node: 'call', name, arguments: all, star: false }
}
