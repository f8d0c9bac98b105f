import { fieldsAfter } from '../columns'
import type { Field, NamedExpression, Reference, Step } from '../definition'
import type { Issue } from '../errors'
import { shown } from '../errors'
import { comparable, typeText, valueProblem } from '../expression'
import { checkCondition, checkExpression } from './expressions'
import { KEY_KINDS } from './keys'
import { checkEntityName, checkFieldName, checkUnique } from './names'
import { checkFields } from './types'

const MAX_STEPS = 1000

/** Checks a chain; `fields` are those after the last step. */
export function checkSteps(
  steps: readonly Step[],
  from: readonly Field[],
  path: string,
): { readonly fields: readonly Field[]; readonly issues: readonly Issue[] } {
  if (steps.length > MAX_STEPS)
    return {
      fields: from,
      issues: [{ code: 'too-large', path, message: 'there are too many steps', got: `${steps.length}`, allowed: `0 to ${MAX_STEPS}` }],
    }
  let fields = from
  const issues: Issue[] = []
  for (const [i, step] of steps.entries()) {
    issues.push(...checkStep(step, fields, `${path}[${i}]`))
    fields = fieldsAfter(fields, step)
  }
  return { fields, issues }
}

function checkStep(step: Step, fields: readonly Field[], path: string): readonly Issue[] {
  switch (step.step) {
    case 'where':
      return checkCondition(step.condition, fields, `${path}.condition`)
    case 'project':
      if (step.fields.length === 0)
        return [{ code: 'empty', path: `${path}.fields`, message: 'no field is left', hint: 'name at least one' }]
      return checkNamed(step.fields, fields, `${path}.fields`, 'fields')
    case 'explode':
      return checkExplode(step, fields, path)
    case 'lookup':
      return checkLookup(step, fields, path)
  }
}

/** Expressions with names: fields of a projection, keys of a group. */
export function checkNamed(named: readonly NamedExpression[], fields: readonly Field[], path: string, what: string): readonly Issue[] {
  return [
    ...named.flatMap(({ name, expression }, i) => [
      ...checkFieldName(name, `${path}[${i}].name`),
      ...checkExpression(expression, fields, `${path}[${i}].expression`),
    ]),
    ...checkUnique(
      named.map(({ name }) => name),
      i => `${path}[${i}].name`,
      what,
    ),
  ]
}

function checkExplode(step: Step & { readonly step: 'explode' }, fields: readonly Field[], path: string): readonly Issue[] {
  const issues = [
    ...checkExpression(step.list, fields, `${path}.list`),
    ...checkFieldName(step.as, `${path}.as`),
    ...checkNew(step.as, fields, `${path}.as`),
  ]
  if (issues.length > 0 || step.list.type.kind === 'list') return issues
  return [{ code: 'wrong-type', path: `${path}.list`, message: 'only a list can be exploded', got: typeText(step.list.type) }]
}

function checkNew(name: string, fields: readonly Field[], path: string): readonly Issue[] {
  if (!fields.some(field => field.name === name)) return []
  return [
    {
      code: 'duplicate-name',
      path,
      message: 'the event has a field of this name already',
      got: shown(name),
      hint: 'take another name, or drop the field by select',
    },
  ]
}

function checkLookup(step: Step & { readonly step: 'lookup' }, fields: readonly Field[], path: string): readonly Issue[] {
  const { reference } = step
  const issues = [...checkReference(reference, `${path}.reference`)]
  if (issues.length > 0) return issues
  const allowed = reference.fields.map(field => field.name).join(', ')
  if (step.join !== 'inner' && step.join !== 'left')
    issues.push({ code: 'wrong-value', path: `${path}.join`, message: 'unknown join', got: shown(step.join), allowed: 'inner, left' })
  if (step.on.length === 0) issues.push({ code: 'empty', path: `${path}.on`, message: 'a lookup needs a column to look up by', allowed })
  for (const [i, { column, expression }] of step.on.entries()) {
    const at = `${path}.on[${i}]`
    const field = reference.fields.find(({ name }) => name === column)
    issues.push(...checkExpression(expression, fields, `${at}.expression`))
    if (field === undefined)
      issues.push({ code: 'unknown-field', path: `${at}.column`, message: 'the reference has no such column', got: shown(column), allowed })
    else if (!KEY_KINDS.includes(field.type.kind))
      issues.push({
        code: 'not-allowed-as-key',
        path: `${at}.column`,
        message: 'no lookup by this type',
        got: typeText(field.type),
        allowed: KEY_KINDS.join(', '),
      })
    else if (!comparable(field.type, expression.type) || !KEY_KINDS.includes(expression.type.kind))
      issues.push({
        code: 'wrong-type',
        path: `${at}.expression`,
        message: 'does not compare with the column',
        got: typeText(expression.type),
        allowed: typeText(field.type),
      })
  }
  if (step.take.length === 0) issues.push({ code: 'empty', path: `${path}.take`, message: 'a lookup must take a column', allowed })
  for (const [i, name] of step.take.entries()) {
    const known = reference.fields.some(field => field.name === name)
    if (!known)
      issues.push({
        code: 'unknown-field',
        path: `${path}.take[${i}]`,
        message: 'the reference has no such column',
        got: shown(name),
        allowed,
      })
    issues.push(...checkNew(name, fields, `${path}.take[${i}]`))
  }
  const twice = [
    ...checkUnique(step.take, i => `${path}.take[${i}]`, 'columns'),
    ...checkUnique(
      step.on.map(key => key.column),
      i => `${path}.on[${i}].column`,
      'columns',
    ),
  ]
  return [...issues, ...twice, ...(issues.length === 0 ? checkKeysUnique(step, path) : [])]
}

/** A second row for a key would double events. */
function checkKeysUnique(step: Step & { readonly step: 'lookup' }, path: string): readonly Issue[] {
  const columns = step.on.map(key => step.reference.fields.findIndex(field => field.name === key.column))
  const seen = new Map<string, number>()
  return step.reference.rows.flatMap((row, r): readonly Issue[] => {
    const key = columns.map(column => row[column])
    // A null matches nothing, so rows with one can't double anything.
    if (key.includes(null)) return []
    const text = JSON.stringify(key.map(value => (typeof value === 'bigint' ? `${value}n` : value)))
    const earlier = seen.get(text)
    if (earlier === undefined) {
      seen.set(text, r)
      return []
    }
    const on = step.on.map(({ column }) => column).join(', ')
    return [
      {
        code: 'not-unique',
        path: `${path}.reference.rows[${r}]`,
        message: `rows ${earlier} and ${r} have the same ${on}`,
        got: text,
        hint: 'keep one of them',
      },
    ]
  })
}

/** Everything that is wrong with reference data itself. */
function checkReference(reference: Reference, path: string): readonly Issue[] {
  const issues = [...checkEntityName(reference.name, 'reference', `${path}.name`), ...checkFields(reference.fields, `${path}.fields`)]
  if (issues.length > 0) return issues
  return reference.rows.flatMap((row, r): readonly Issue[] => {
    const at = `${path}.rows[${r}]`
    if (row.length !== reference.fields.length)
      return [
        {
          code: 'wrong-shape',
          path: at,
          message: 'a row has a wrong number of values',
          got: `${row.length}`,
          allowed: `${reference.fields.length}`,
        },
      ]
    return reference.fields.flatMap((field, i): readonly Issue[] => {
      const value = row[i]
      const problem = value !== null ? valueProblem(value, field.type) : field.optional ? undefined : 'a value is missing'
      return problem === undefined
        ? []
        : [{ code: 'wrong-value', path: `${at}[${i}]`, message: problem, got: shown(value), allowed: typeText(field.type) }]
    })
  })
}
