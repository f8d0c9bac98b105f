import type { RowReceiver } from '../../windowing'
import { indivisibleOutput } from '../errors'
import { operatorOf, type StageFactory } from './compiled'
import type { Effects } from './effects'
import { type KeyText, partitionKeyText } from './keys'
import { RowWriter } from './rows'
import { type KeepsKey, Windowed, type WindowedOutputOptions } from './windowed-output'

export const singleStage: StageFactory = (of, { program, output, origins, partition, index, maxDelayMs }) => {
  const { window, aggregates, factories, fingerprint, partitionKey } = of
  const operator = operatorOf(of, 'rows')({ window, aggregates, factories, maxDelayMs, partitionIndex: index })
  const keyText = partitionKey && partitionKeyText(partitionKey)
  return new SingleStageOutput({ program, output, origins, fingerprint, operator, partition, keyText })
}

export interface SingleStageOptions extends WindowedOutputOptions<RowReceiver> {
  readonly partition: string
  /** By which the state is divided among successors; null: it can't be. */
  readonly keyText: KeyText | null
}

/** All in one stage: the operator's windows are rows. */
export class SingleStageOutput extends Windowed<RowReceiver> {
  private readonly rows: RowWriter
  private readonly rowReceiver: RowReceiver

  constructor(private readonly single: SingleStageOptions) {
    super(single, 'windows')
    this.rows = new RowWriter(single.program, single.output, single.origins)
    this.rowReceiver = { row: this.rows.row, failed: this.rows.failed, late: this.late }
  }

  bequeath(keeps: KeepsKey): Uint8Array {
    const keyText = this.requireKeyText()
    return this.single.operator.snapshot((keyBytes, keyStart, keyEnd) => keeps(keyText(keyBytes, keyStart, keyEnd)))
  }

  /** The state stays in the checkpoint, from which the successors begin. */
  handOver(): void {
    this.requireKeyText()
  }

  seal(): void {}

  private requireKeyText(): KeyText {
    const { keyText, partition, program } = this.single
    if (keyText === null) throw indivisibleOutput(partition, program.name)
    return keyText
  }

  protected receiver(effects: Effects): RowReceiver {
    this.rows.into(effects)
    return this.rowReceiver
  }
}
