import { type Definition, InvalidPipelineError, validate } from '../pipeline'
import type { Artifact, CompileOptions, Engine, EngineIssue } from './engine'
import { UnsupportedPipelineError } from './errors'
import { featuresOf } from './features'

/**
 * Every reason why an engine can't run a definition; empty if it can.
 * @throws RangeError for a variant that the engine doesn't have
 */
export function checkEngine(engine: Engine, definition: Definition, variant = engine.variants[0]): readonly EngineIssue[] {
  if (!engine.variants.includes(variant))
    throw new RangeError(`${engine.name} has no variant '${variant}'; allowed: ${engine.variants.join(', ')}`)
  const refusals = featuresOf(definition).flatMap(({ feature, path, rule }): readonly EngineIssue[] => {
    const found = rule(engine)
    if (found.support !== 'refused') return []
    const { kind, reason, hint, link } = found
    return [{ feature, path, kind, reason, ...(hint === undefined ? {} : { hint }), ...(link === undefined ? {} : { link }) }]
  })
  return [...refusals, ...engine.limits(definition, variant)]
}

/**
 * Writes a definition in an engine's language.
 * @throws InvalidPipelineError for a definition that is not valid
 * @throws UnsupportedPipelineError with every reason, if the engine can't keep its meaning
 * @throws RangeError for a variant that the engine doesn't have
 */
export function compile(engine: Engine, definition: Definition, { variant = engine.variants[0] }: CompileOptions = {}): Artifact {
  const invalid = validate(definition)
  if (invalid.length > 0) throw new InvalidPipelineError(invalid)
  const issues = checkEngine(engine, definition, variant)
  if (issues.length > 0) throw new UnsupportedPipelineError(engine.title, issues)
  return engine.write(definition, variant)
}
