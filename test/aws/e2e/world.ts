import { setTimeout as sleep } from 'node:timers/promises'
import { QueryCommand } from '@aws-sdk/client-dynamodb'
import { ListShardsCommand } from '@aws-sdk/client-kinesis'
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { type Clients, connect, type Emulator, RawApi, Role } from '../emulator'
import {
  type Checkpoints,
  EventSourceMapping,
  type Faults,
  failureQueue,
  KinesisStream,
  LambdaFunction,
  type MappingSettings,
} from '../mapping'
import { mappingSettings, nameOf, type Outputs } from './deployment'
import { Bucket } from './lake'

export type Reader = 'process' | 'merge'
export type Scheduled = 'publish' | 'tick'

const PACE = { pollMs: 50, backoffMs: 20 }
const CAUGHT_UP_MS = 300_000

/** The deployed stack, and what stands around it in AWS: mappings and schedules, each with the rights of its role. */
export class World {
  readonly api: RawApi
  readonly lake: Bucket
  private readonly opened: Clients[] = []

  private constructor(
    readonly emulator: Emulator,
    readonly outputs: Outputs,
    readonly root: Clients,
    private readonly settings: Readonly<Record<Reader, MappingSettings>>,
  ) {
    this.api = new RawApi(emulator)
    this.lake = new Bucket(root.s3, outputs['lakeBucketName'])
  }

  static async open(emulator: Emulator, outputs: Outputs): Promise<World> {
    const root = connect(emulator)
    const settings = (reader: Reader) => mappingSettings(root, outputs[`${reader}FunctionArn`])
    return new World(emulator, outputs, root, { process: await settings('process'), merge: await settings('merge') })
  }

  get streamName(): string {
    return this.outputs['streamName']
  }

  role(name: string): Promise<Role> {
    return Role.open(this.api, this.outputs[`${name}RoleArn`], this.outputs[`${name}PolicyName`])
  }

  /** Clients with the rights of a role. */
  async as(name: string): Promise<Clients> {
    const clients = connect(this.emulator, await (await this.role(name)).assume())
    this.opened.push(clients)
    return clients
  }

  /** The function's own mapping: it reads, and reports failures, with the rights of the function's role. */
  async mapping(
    reader: Reader,
    checkpoints: Checkpoints,
    faults?: Faults,
    changes?: Partial<MappingSettings>,
  ): Promise<EventSourceMapping> {
    const { kinesis, sqs } = await this.as(reader)
    const streamArn = this.outputs[reader === 'process' ? 'streamArn' : 'shuffleStreamArn']
    return new EventSourceMapping({
      stream: new KinesisStream(streamArn, kinesis),
      target: this.function(reader),
      settings: { ...this.settings[reader], ...changes },
      checkpoints,
      onFailure: failureQueue(sqs, this.outputs['failuresQueueUrl']),
      pace: PACE,
      ...(faults && { faults }),
    })
  }

  function(role: Reader | Scheduled): LambdaFunction {
    return new LambdaFunction(this.outputs[`${role}FunctionArn`], this.root.lambda)
  }

  /** Calls a scheduled function once. Not with its schedule's role, which nobody but the scheduler may take. @throws where it fails */
  async call(role: Scheduled): Promise<void> {
    const called = await this.function(role).invoke({})
    if (called.kind !== 'returned') throw new Error(`${role} ${called.kind}: ${called.error}`)
  }

  kill(role: Reader | Scheduled): Promise<void> {
    return this.emulator.workers.kill(nameOf(this.outputs[`${role}FunctionArn`]))
  }

  /** So that the next calls start anew, and remember nothing. */
  async killAll(): Promise<void> {
    for (const role of ['process', 'merge', 'publish', 'tick'] as const) await this.kill(role)
  }

  async settled(mappings: readonly EventSourceMapping[]): Promise<void> {
    for (const mapping of mappings) await mapping.caughtUp(CAUGHT_UP_MS)
  }

  /** Hash keys by shard. */
  async ranges(): Promise<ReadonlyMap<string, { readonly first: bigint; readonly last: bigint }>> {
    const { Shards = [] } = await this.root.kinesis.send(new ListShardsCommand({ StreamName: this.streamName }))
    return new Map(
      Shards.map(({ ShardId = '', HashKeyRange }) => [
        ShardId,
        { first: BigInt(HashKeyRange?.StartingHashKey ?? 0), last: BigInt(HashKeyRange?.EndingHashKey ?? 0) },
      ]),
    )
  }

  /** Staged files that wait to be published. */
  async outbox(): Promise<readonly string[]> {
    const { Items = [] } = await this.root.dynamodb.send(
      new QueryCommand({
        TableName: this.outputs['stateTableName'],
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'outbox' } },
      }),
    )
    return Items.map(({ sk }) => sk?.S ?? '')
  }

  /** All messages of a queue, which it forgets. */
  async messages(queueUrl: string): Promise<readonly unknown[]> {
    const found: unknown[] = []
    for (;;) {
      const { Messages = [] } = await this.root.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
      )
      if (Messages.length === 0) return found
      for (const { Body = '' } of Messages) found.push(JSON.parse(Body))
      await sleep(0)
    }
  }

  close(): void {
    for (const clients of [this.root, ...this.opened]) clients.close()
  }
}
