import { BAD_RECORDS } from './bad-records'
import type { Capabilities, Engine } from './engine'
import type { Rule } from './rule'

const GROUPS: Readonly<Record<keyof Capabilities, string>> = {
  formats: 'Formats',
  wires: 'Timestamps on the wire',
  types: 'Types',
  steps: 'Steps',
  functions: 'Functions',
  casts: 'Casts',
  windows: 'Windows',
  aggregates: 'Aggregates',
  guarantees: 'Guarantees',
}

/** What engines support, as Markdown: one table a group, and each engine's notes and reasons below. */
export function supportMatrix(engines: readonly Engine[]): string {
  const parts = [
    '# What each engine supports',
    'Generated from the compilers themselves by `npm run generate`. ✓ supported; ↻ supported by a rewrite; ✗ refused: **never** possible, **not yet** possible in the engine, or **not written** here.',
    table(
      ['engine', 'variants', 'evidence', ''],
      engines.map(engine => [
        `[${engine.title}](#${anchor(engine.title)})`,
        engine.variants.map(variant => `\`${variant}\``).join(', '),
        `**${engine.evidence}**`,
        engine.evidenceNote,
      ]),
    ),
    '`run`: conformance compares the rows of the engine itself. `stand-in run`: of something that shares its language or core. `model`: of a model of its documented rules. `text only`: the text is held by snapshots.',
    '`steps.native` is text that the author of a definition gives for an engine: trusted, and outside of the proof. `streambed check` shows where a definition has some, and which engines.',
    ...groupNames().map(group => [`## ${GROUPS[group]}`, groupTable(group, engines)].join('\n\n')),
    badRecords(engines),
    ...engines.map(notes),
  ]
  return `${parts.join('\n\n')}\n`
}

function badRecords(engines: readonly Engine[]): string {
  return [
    '## Bad records',
    "What becomes of a record that gives no row by the law. **dead letter**: written to an output of its own with the reason; **dropped**: no row, and nothing tells of it; **taken**: it counts by the engine's own rules, the bad value null or converted, or its time closing windows; **can't tell**: the engine can't see it, or nothing has shown it. Conformance runs a case of each (`bad-input/…`), which fails where something else happens.",
    table(
      ['', ...engines.map(engine => engine.title)],
      BAD_RECORDS.map(kind => [`\`${kind}\``, ...engines.map(engine => engine.badRecords[kind])]),
    ),
  ].join('\n\n')
}

function groupNames(): readonly (keyof Capabilities)[] {
  return Object.keys(GROUPS) as (keyof Capabilities)[]
}

function rulesOf(engine: Engine, group: keyof Capabilities): readonly (readonly [name: string, rule: Rule<unknown>])[] {
  return Object.entries(engine.capabilities[group] as Readonly<Record<string, Rule<unknown>>>)
}

function groupTable(group: keyof Capabilities, engines: readonly Engine[]): string {
  const names = [...new Set(engines.flatMap(engine => rulesOf(engine, group).map(([name]) => name)))].sort()
  const rows = names.map(name => [`\`${name}\``, ...engines.map(engine => mark(rulesOf(engine, group).find(([own]) => own === name)?.[1]))])
  return table(['', ...engines.map(engine => engine.title)], rows)
}

function mark(rule: Rule<unknown> | undefined): string {
  if (rule === undefined) return ''
  if (rule.support === 'refused') return `✗ ${rule.kind.replace('-', ' ')}`
  return rule.support === 'lowered' ? '↻' : '✓'
}

function notes(engine: Engine): string {
  const lines = groupNames().flatMap(group =>
    rulesOf(engine, group).flatMap(([name, rule]) => {
      if (rule.support === 'refused') {
        const hint = rule.hint === undefined ? '' : `; ${rule.hint}`
        const link = rule.link === undefined ? '' : ` ([source](${rule.link}))`
        return [`- ✗ \`${group}.${name}\`, ${rule.kind.replace('-', ' ')}: ${rule.reason}${hint}${link}`]
      }
      return rule.note === undefined ? [] : [`- ↻ \`${group}.${name}\`: ${rule.note}`]
    }),
  )
  return [`## ${engine.title}`, lines.length === 0 ? 'Nothing is rewritten or refused.' : lines.join('\n')].join('\n\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** As Markdown renderers make anchors of headings. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
}
