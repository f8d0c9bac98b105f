import type { Definition } from '../../pipeline'

/** A pipeline as it was built, or its definition. */
export type PipelineOrDefinition = Definition | { readonly definition: Definition }

export const definitionOf = (pipeline: PipelineOrDefinition): Definition => ('definition' in pipeline ? pipeline.definition : pipeline)
