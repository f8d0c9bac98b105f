import type { RecordValue, Value } from '../../pipeline'
import { ExpressionFailure } from '../evaluate'
import type { CompiledRows } from './compiled'
import { RowFailure, type WindowedOutputProgram } from './program'

/** Makes rows of what an operator gives; see `WindowedOutputProgram.finishRow`. */
export function rowFinisher(rows: CompiledRows | null): WindowedOutputProgram['finishRow'] {
  if (rows === null) return notHere
  const { finish, having, havingPath } = rows
  if (having === null) return finish
  return (...given) => {
    const row = finish(...given)
    return holds(having, row, havingPath) ? row : null
  }
}

function notHere(): never {
  throw new TypeError('rows of this output are made by its merge: this is a defect of the processor')
}

function holds(having: (row: RecordValue) => Value, row: RecordValue, path: string): boolean {
  try {
    return having(row) === true
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error
    throw new RowFailure({ code: 'expression-error', path, message: error.message })
  }
}
