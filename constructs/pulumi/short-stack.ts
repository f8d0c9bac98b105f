/**
 * The error, without the frames of Pulumi's own code. Its source maps name files such as `node_modules/@pulumi/resource.ts`, over which
 * `util.inspect` of Node.js 20 spends most of a minute before the error is shown (https://github.com/pulumi/pulumi/issues/20567).
 */
export function withShortStack<T>(error: T): T {
  if (error instanceof Error && error.stack !== undefined)
    error.stack = error.stack
      .split('\n')
      .filter(line => !/^ +at .*node_modules[\\/]@pulumi[\\/]/.test(line))
      .join('\n')
  return error
}

/**
 * What a function gives, without stacks of the errors that it makes: Pulumi makes one for each promise, in case it is never kept, and to map their frames takes half of the
 * program's time. Where resources come from is still known, since Pulumi asks for it in another way.
 */
export function withoutStacks<T>(make: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return make()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
