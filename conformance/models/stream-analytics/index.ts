/** A model of Azure Stream Analytics, from its documentation: what a query means, and which events its time policies let through. */
export { parseQuery } from './parse'
export { type Job, runJob } from './run'
export { type AsaValue, DateTime, isoText } from './values'
