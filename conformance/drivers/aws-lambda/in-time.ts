import { context } from '../../../test/processors/aws-lambda/support/world'

/** An invocation whose time is never up, however slow the machine is. */
export const IN_TIME = context(Number.POSITIVE_INFINITY)
