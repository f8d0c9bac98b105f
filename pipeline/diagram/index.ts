export type { Box, BoxKind, Graph } from './graph'
export { graphToMermaid, toMermaid } from './mermaid'
export { graphToSvg, toSvg } from './svg'
