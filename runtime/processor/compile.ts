import { type Definition, fingerprint } from '../../pipeline'
import { AGGREGATES, type AggregateFactories, type AggregateSpecification, operatorFactories } from '../../windowing'
import { DECODERS } from '../decode'
import { compileProgram } from '../program'
import type { Compiled, CompiledMerge } from './compiled'
import { firstStage } from './first-stage'
import { partitionKeyPlace } from './keys'
import { singleStage } from './single-stage'

/** Generates what processors need of a definition, all of it. @throws as `compileProgram`. */
export function compile(definition: Definition): Compiled {
  const { name, source } = definition
  const program = compileProgram(definition)
  const outputs = program.outputs.map((output, index) =>
    output.kind === 'events'
      ? output
      : {
          ...output,
          fingerprint: fingerprint(definition, output.name),
          partitionKey: partitionKeyPlace(definition, definition.outputs[index]),
          factories: factoriesOf(output.aggregates),
          stages: { single: singleStage, first: firstStage },
          operators: operatorFactories(output.window),
        },
  )
  return { name, source, Decoder: DECODERS[source.format], fields: program.fields, outputs }
}

const factoriesOf = (aggregates: readonly AggregateSpecification[]): AggregateFactories =>
  Object.fromEntries(aggregates.map(({ aggregate }) => [aggregate, AGGREGATES[aggregate]]))

/** What is needed in a partition of a log that has many: outputs that are merged give no rows there. */
export function compileForPartitions(definition: Definition): Compiled {
  const compiled = compile(definition)
  const outputs = compiled.outputs.map(output => {
    if (output.kind === 'events') return output
    const { rows, partials } = output.operators
    return output.partitionKey === null
      ? { ...output, rows: null, stages: { first: firstStage }, operators: { partials } }
      : { ...output, stages: { single: singleStage }, operators: { rows } }
  })
  return { ...compiled, outputs }
}

/** What is needed in merges. */
export function compileForMerges(definition: Definition): readonly CompiledMerge[] {
  return compileProgram(definition).outputs.flatMap(output => {
    if (output.kind === 'events') return []
    const { name, window, aggregates, rows } = output
    const { merge } = operatorFactories(window)
    const factories = factoriesOf(aggregates)
    return [{ name, fingerprint: fingerprint(definition, name), window, aggregates, factories, rows, operators: { merge } }]
  })
}
