/** All that the bundle of `publish` may name. */
export { createPublishHandler } from '../publish-handler'
