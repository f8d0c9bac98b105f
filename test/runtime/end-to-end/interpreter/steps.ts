import type { LookupKey, Reference, Step, Value } from '../../../../pipeline'
import { equals } from './comparison'
import { evaluate } from './evaluate'
import { type Held, type HeldRecord, toHeld } from './held'

function matching({ fields, rows }: Reference, on: readonly LookupKey[], event: HeldRecord): readonly Value[] | undefined {
  const keys = on.map(({ expression, column }) => {
    const index = fields.findIndex(({ name }) => name === column)
    return { value: evaluate(expression, event), type: expression.type, index, columnType: fields[index].type }
  })
  return rows.find(row =>
    keys.every(({ value, type, index, columnType }) => {
      const held = toHeld(row[index], columnType)
      return value !== null && held !== null && equals(value, type, held, columnType)
    }),
  )
}

/** The events that a step makes of one. */
function after(event: HeldRecord, step: Step): readonly HeldRecord[] {
  switch (step.step) {
    case 'where':
      return evaluate(step.condition, event) === true ? [event] : []
    case 'project':
      return [Object.fromEntries(step.fields.map(({ name, expression }) => [name, evaluate(expression, event)] as const))]
    case 'explode': {
      const list = evaluate(step.list, event)
      return Array.isArray(list) ? list.map((element: Held) => ({ ...event, [step.as]: element })) : []
    }
    case 'lookup': {
      const row = matching(step.reference, step.on, event)
      if (row === undefined && step.join === 'inner') return []
      const added = step.take.map((name): readonly [string, Held] => {
        const index = step.reference.fields.findIndex(field => field.name === name)
        return [name, row === undefined ? null : toHeld(row[index], step.reference.fields[index].type)]
      })
      return [{ ...event, ...Object.fromEntries(added) }]
    }
  }
}

/** The events that come out of the steps, one element of an exploded event after the other. Throws `Failure`. */
export function* through(event: HeldRecord, steps: readonly Step[]): Generator<HeldRecord> {
  const [step, ...others] = steps
  if (step === undefined) yield event
  else for (const next of after(event, step)) yield* through(next, others)
}
