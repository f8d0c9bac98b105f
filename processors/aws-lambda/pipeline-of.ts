import type { Definition } from '../../pipeline'

/** A pipeline as it was built, or its definition. */
export type PipelineOrDefinition = PipelineOr<Definition>

/** What a handler needs of a definition, or a pipeline that has it. */
export type PipelineOr<D> = D | { readonly definition: D }

export function definitionOf<D extends object>(pipeline: PipelineOr<D>): D {
  return 'definition' in pipeline ? pipeline.definition : pipeline
}
