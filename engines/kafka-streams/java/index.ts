import { AGGREGATE_MEMBERS } from './aggregates'
import { AVRO } from './avro'
import { CSV_TEXT } from './csv'
import { JSON_TEXT } from './json'
import { LOGIC } from './logic'
import type { JavaMembers } from './member'
import { NUMBERS } from './numbers'
import { PROCESSORS } from './processors'
import { STATE } from './state'
import { TEXT } from './text'
import { TIMES } from './times'

const GROUPS: readonly (readonly [comment: string, members: JavaMembers])[] = [
  ['Processors', PROCESSORS],
  ['Aggregates', AGGREGATE_MEMBERS],
  ['Expressions: null in, null out; a Failure ends the event', { ...LOGIC, ...NUMBERS, ...TEXT, ...TIMES }],
  ['JSON', JSON_TEXT],
  ['CSV', CSV_TEXT],
  ['Avro', AVRO],
  ['State', STATE],
]

const MEMBERS: JavaMembers = Object.assign({}, ...GROUPS.map(([, members]) => members))
if (Object.keys(MEMBERS).length < GROUPS.flatMap(([, members]) => Object.keys(members)).length)
  throw new Error('two members of the generated class have one name')

/** Names of the generated class's members, which no generated name may be. */
export const MEMBER_NAMES: readonly string[] = Object.keys(MEMBERS)

/** The members that a text uses, and those that they use, in a stable order. */
export function membersFor(text: string): string {
  const used = new Set<string>()
  const visit = (body: string) => {
    for (const name of wordsOf(body)) {
      const member = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined
      if (member === undefined || used.has(name)) continue
      used.add(name)
      visit(member)
    }
  }
  visit(text)
  return GROUPS.flatMap(([comment, members]) => {
    const texts = Object.entries(members).flatMap(([name, member]) => (used.has(name) ? [member] : []))
    return texts.length === 0 ? [] : [`// ${comment}`, ...texts]
  }).join('\n\n')
}

/** Words of Java, without those in texts and comments, which would bring members that nobody calls. */
function wordsOf(text: string): ReadonlySet<string> {
  const code = text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '""')
  return new Set(code.match(/[A-Za-z_]\w*/g) ?? [])
}
