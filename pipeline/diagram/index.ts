export { toMermaid } from './mermaid'
export { toSvg } from './svg'
