/** A model of RisingWave, from its documentation: what its statements give for a topic with one partition. */
export { parseProgram, type Row } from './parse'
export { runProgram } from './run'
export { Numeric, type RwValue, Timestamptz } from './values'
