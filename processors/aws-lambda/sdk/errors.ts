/** Whether an error of AWS's SDK has one of these names. */
export const isError = (error: unknown, ...names: readonly string[]) => error instanceof Error && names.includes(error.name)
