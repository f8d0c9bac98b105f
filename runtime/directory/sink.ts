import { join } from 'node:path'
import type { Sink, SinkBatch } from '../ports'
import { CauseLog } from './cause-log'
import { jsonOf } from './json'
import { fileNameOf } from './names'

/** Rows in a directory, as files of JSON lines `{"cause":…,"values":{…}}`: integers of any size are numbers, bytes are base64. */
export class DirectorySink implements Sink {
  private readonly logs = new Map<string, CauseLog>()

  /** @param directory is created with the first row. */
  constructor(private readonly directory: string) {}

  async write(batch: SinkBatch): Promise<void> {
    const lines = batch.rows.map(({ cause, values }) => ({ cause, json: `{"cause":${cause},"values":${jsonOf(values)}}` }))
    await this.log(batch.partition, batch.output, batch.channel).write(lines, batch.throughCause)
  }

  /** The stored lines, in the order in which rows were caused. */
  lines(partition: string, output: string, channel: SinkBatch['channel'] = 'rows'): Promise<readonly string[]> {
    return this.log(partition, output, channel).read()
  }

  private log(partition: string, output: string, channel: SinkBatch['channel']): CauseLog {
    const directory = join(this.directory, fileNameOf('partition', partition), fileNameOf(channel, output))
    const known = this.logs.get(directory) ?? new CauseLog(directory)
    this.logs.set(directory, known)
    return known
  }
}
