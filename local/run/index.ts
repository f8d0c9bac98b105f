export { EmbeddedRun, type EmbeddedRunOptions, isProven, type RunListener } from './embedded-run'
