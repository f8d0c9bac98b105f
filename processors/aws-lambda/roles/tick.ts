/** All that the bundle of `tick` may name. */
export { createTickHandler } from '../tick-handler'
