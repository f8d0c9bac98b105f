export { ExpressionFailure } from './failure'
