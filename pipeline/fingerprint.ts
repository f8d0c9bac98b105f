import type { Definition, Expression, Output, Source, Step, Windowed } from './definition'
import { sha256 } from './sha256'
import type { Json } from './text/json'
import { aggregateJson, expressionJson, stepJson, typeJson, windowJson } from './text/write'
import { ofStep, within } from './walk'

/**
 * SHA-256, as 64 hexadecimal digits, of what matters to the state of an output, or of all outputs: the source's event time, maxDelay and maxAhead,
 * the steps, keys, window and aggregates, with the types of the event's fields that they read. State may be read by a definition with the same
 * fingerprint. Of a native expression its name and texts count; whoever changes what `evaluate` does gives it another name. Names of pipeline, source, target, keys and aggregates, `having`, `partitionBy` and `idleTimeout` don't matter.
 *
 * Throws a `RangeError` where there is no such output.
 */
export function fingerprint(definition: Definition, outputName?: string): string {
  const outputs = definition.outputs.filter(output => outputName === undefined || output.name === outputName)
  if (outputs.length === 0) {
    const allowed = definition.outputs.map(output => output.name).join(', ')
    throw new RangeError(`the pipeline ${definition.name} has no output ${outputName}; it has ${allowed}`)
  }
  const parts = outputs.map(output => sha256(JSON.stringify(outputJson(definition.source, output))))
  return outputName === undefined ? sha256(parts.join('\n')) : parts[0]
}

function outputJson(source: Source, output: Output): Json {
  const { eventTime, maxDelayMs, maxAheadMs } = source
  const { steps, reads } = withoutUnread(output)
  const types = source.fields
    .filter(({ name }) => reads.has(name))
    .map(({ name, type, optional }) => ({ name, type: typeJson(type), optional }))
  return {
    version: 1,
    source: { eventTime, maxDelayMs, maxAheadMs },
    reads: types.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    steps: steps.map(stepJson),
    windowed: output.windowed === null ? null : windowedJson(output.windowed),
  }
}

function windowedJson({ keys, window, aggregates }: Windowed): Json {
  return {
    keys: keys.map(({ expression }) => expressionJson(expression)),
    window: windowJson(window),
    aggregates: aggregates.map(({ aggregate }) => aggregateJson(aggregate)),
  }
}

/** The steps without fields that are only passed on and that nobody reads later: such fields may come and go. `reads`: fields of the source. */
function withoutUnread({ steps, windowed }: Output): { readonly steps: readonly Step[]; readonly reads: ReadonlySet<string> } {
  const inputs = windowed?.aggregates.flatMap(({ aggregate }) => (aggregate.input === null ? [] : [aggregate.input])) ?? []
  const keys = windowed?.keys.map(key => key.expression) ?? []
  let reads = new Set([...keys, ...inputs].flatMap(fieldNames))
  const kept: Step[] = []
  for (const step of steps.toReversed()) {
    const after = reads
    const pruned =
      step.step === 'project'
        ? { ...step, fields: step.fields.filter(field => field.expression.node !== 'field' || after.has(field.name)) }
        : step
    const own = ofStep(pruned, '').flatMap(({ expression }) => fieldNames(expression))
    reads = step.step === 'project' ? new Set(own) : new Set([...after, ...own])
    kept.push(pruned)
  }
  return { steps: kept.reverse(), reads }
}

const fieldNames = (expression: Expression) => within(expression).flatMap(part => (part.node === 'field' ? [part.path[0]] : []))
