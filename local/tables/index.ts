export { DeltaSink } from './delta-sink'
export { openTable } from './open-tables'
export { readTableFile } from './read-file'
export { sameRow } from './same-value'
