import { InvalidPipelineError, type Issue } from '../pipeline'

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The pipeline or its input is invalid, missing or can't be read: exit code 1. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/** Issues of a definition, found by this copy of the library or by the one that the pipeline's file imports. */
export function issuesOf(error: unknown): readonly Issue[] | undefined {
  if (error instanceof InvalidPipelineError) return error.issues
  if (error instanceof Error && error.name === 'InvalidPipelineError' && 'issues' in error && Array.isArray(error.issues))
    return error.issues
  return undefined
}

/** The message of anything that was thrown, also by another realm, whose errors aren't instances of this one's `Error`. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
}
