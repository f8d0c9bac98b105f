import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type RunningProcess, startProcess } from '../../process'
import { arrivalOf, bytesOf, type CaseRecord } from '../../records'
import { brokerJars } from './install'

const START_MS = 120_000

/** A broker of its own for one run. */
export class Broker {
  private constructor(
    private readonly process: RunningProcess,
    private readonly answers: AsyncIterator<string>,
    /** `127.0.0.1:port` */
    readonly address: string,
  ) {}

  static async start(folder: string): Promise<Broker> {
    const data = join(folder, 'broker')
    rmSync(data, { recursive: true, force: true })
    mkdirSync(data, { recursive: true })
    const process = startProcess({
      command: 'java',
      arguments: [
        ...['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'],
        ...['-cp', join(brokerJars(folder), '*'), join(__dirname, 'KafkaBroker.java'), data],
      ],
      folder,
      logFile: join(folder, 'broker.log'),
    })
    const started = process.waitFor(/^127\.0\.0\.1:\d+$/, START_MS)
    const answers = process.lines[Symbol.asyncIterator]()
    try {
      await started
      return new Broker(process, answers, String((await answers.next()).value))
    } catch (error) {
      await process.stop()
      throw error
    }
  }

  /** Makes a topic with the records of its partitions. */
  async write(topic: string, partitions: readonly (readonly CaseRecord[])[]): Promise<void> {
    const recordOf = (record: CaseRecord) => ({ value: Buffer.from(bytesOf(record)).toString('base64'), arrival: arrivalOf(record) })
    await this.ask({ topic, partitions: partitions.map(records => records.map(recordOf)) })
  }

  /** Makes topics of one partition. What writes rows must find its topics: the first rows into a topic that is made by their writing may be lost (KAFKA-15591). */
  async create(topics: readonly string[]): Promise<void> {
    for (const topic of topics) await this.write(topic, [[]])
  }

  /** All records of a topic. */
  async read(topic: string): Promise<readonly string[]> {
    const { records }: { readonly records: readonly string[] } = JSON.parse(await this.ask({ read: topic }))
    return records
  }

  async stop(): Promise<void> {
    await this.process.stop()
  }

  private async ask(command: object): Promise<string> {
    await this.process.write(`${JSON.stringify(command)}\n`)
    const answer = await this.answers.next()
    return answer.done === true ? this.process.fail('ended') : answer.value
  }
}
