/** A model of the Kusto Query Language, from its documentation: what a query gives over a table in which records have landed. */
export type { Row } from './evaluate'
export { parseQuery } from './parse'
export { runQuery } from './run'
export { landed } from './tables'
export { type KqlValue, TICKS_PER_MS, Ticks } from './values'
