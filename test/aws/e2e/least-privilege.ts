import { readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { PutRecordCommand } from '@aws-sdk/client-kinesis'
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import type { Role } from '../emulator'
import type { Checks } from './checks'
import { type Sent, send } from './events'
import type { Mappings } from './stream-of-faults'
import type { Reader, World } from './world'

/** What the emulator allows without asking: it encrypts nothing, and writes logs itself. */
const NOT_EVALUATED = ['UseKey', 'WriteLogs']
const ACTION = /not authorized to perform:? ([a-z0-9]+:[A-Za-z]+)/
const DAY_MS = 86_400_000
/** A checkpoint of more than a megabyte is kept in the bucket. */
const LARGE = { events: 400, bytes: 4000 }

/** Takes each statement away from each role, once: what needs it must be denied, and work when it is back. */
export async function leastPrivilege(world: World, checks: Checks, mappings: Mappings): Promise<void> {
  const rights = new Rights(world, checks, mappings)
  for (const sid of ['KnowIdleShards', 'SeeEndsOfShards', 'PutTicks']) {
    await rights.forgetTicks()
    await rights.denied('tick', sid, () => world.call('tick'))
  }
  for (const sid of ['ReadEvents', 'KeepState', 'StageRows', 'SendPartials'])
    await rights.denied('process', sid, () => rights.process(rights.events(20, 0)))
  await rights.denied('process', 'KeepLargeState', () => rights.process(rights.events(LARGE.events, LARGE.bytes)))
  await rights.process(rights.poison())
  for (const sid of ['ReadPartials', 'KeepState']) await rights.denied('merge', sid, () => rights.drain('merge'))
  await rights.denied('merge', 'StageRows', () => rights.closeWindows())
  await rights.denied('merge', 'KeepLargeState', () => rights.storeState('merge'))
  for (const reader of ['process', 'merge'] as const) await rights.denied(reader, 'FindLargeState', () => rights.list(reader, 'state/'))
  await rights.denied('publish', 'FindStagedAndLogs', () => rights.list('publish', 'tables/'))
  for (const sid of ['KeepState', 'TakeStagedFiles', 'WriteTables', 'WriteRejected', 'TellOfDeadLetters'])
    await rights.denied('publish', sid, () => world.call('publish'))
  for (const role of ['process', 'merge', 'publish', 'tick']) await rights.denied(role, 'ReportFailures', () => rights.reportFailure(role))
  await rights.drain('process')
  await rights.drain('merge')
  await world.call('publish')
  checks.same('with all rights nothing waits to be published', [], await world.outbox())
  await rights.checkAllTried()
}

class Rights {
  private readonly tried = new Map<string, Set<string>>()
  private sent = 0

  constructor(
    private readonly world: World,
    private readonly checks: Checks,
    private readonly mappings: Mappings,
  ) {}

  /** Does the work in a new process of the function, while its role lacks a statement. */
  async denied(name: string, sid: string, work: () => Promise<void>): Promise<void> {
    const { world, checks } = this
    this.tried.set(name, (this.tried.get(name) ?? new Set()).add(sid))
    const role = await world.role(name)
    const actions = actionsOf(role, sid)
    await world.killAll()
    const before = statSync(world.emulator.logFile).size
    const thrown = await role.without(sid, work).then(
      () => '',
      error => String(error),
    )
    await sleep(100)
    const text = thrown + readFileSync(world.emulator.logFile).subarray(before).toString('utf8')
    await world.killAll()
    const action = ACTION.exec(text)?.[1]
    // S3 doesn't say which action it was.
    const denied = action ?? (/AccessDenied/.test(text) ? 'AccessDenied' : undefined)
    const isOfStatement = action === undefined || actions.includes(action)
    const problem =
      denied === undefined ? `nothing was denied: ${thrown || 'it succeeded'}` : isOfStatement ? undefined : 'that is not of it'
    checks.check(`${name} without ${sid}: ${denied ?? ''}`, problem)
  }

  /** Posts of now, so that no watermark is behind them. */
  events(count: number, bytes: number): readonly Sent[] {
    return Array.from({ length: count }, () => this.event({ createdAt: Date.now(), text: `t${this.sent}`.padEnd(bytes, 'x') }))
  }

  poison(): readonly Sent[] {
    return [
      { partitionKey: 'p', bytes: Buffer.from('not json') },
      ...Array.from({ length: 20 }, () => this.event({ createdAt: 0, text: 'late' })),
    ]
  }

  async process(events: readonly Sent[]): Promise<void> {
    await send(this.world.root.kinesis, this.world.streamName, events)
    await this.drain('process')
  }

  /** Puts ticks of a later time, which close all windows, and lets both functions read. */
  async closeWindows(): Promise<void> {
    const { root, streamName } = this.world
    const data = Buffer.from(`streambed-tick-1:${Date.now() + 30 * DAY_MS}`)
    for (const { first } of (await this.world.ranges()).values())
      await root.kinesis.send(
        new PutRecordCommand({ StreamName: streamName, PartitionKey: 'streambed-tick', ExplicitHashKey: String(first), Data: data }),
      )
    await this.drain('process')
    await this.drain('merge')
  }

  /** By the role itself: the merge's state of this pipeline doesn't become that large here. */
  async storeState(reader: Reader): Promise<void> {
    const { s3 } = await this.world.as(reader)
    await s3.send(new PutObjectCommand({ Bucket: this.world.outputs['lakeBucketName'], Key: 'state/e2e', Body: 'x' }))
  }

  /** By the role itself: without the right S3 says of an object that is not there that access is denied, and the emulator says that it is not there. */
  async list(role: string, prefix: string): Promise<void> {
    const { s3 } = await this.world.as(role)
    await s3.send(new ListObjectsV2Command({ Bucket: this.world.outputs['lakeBucketName'], Prefix: `${prefix}e2e` }))
  }

  /** Lets a function read all that waits, but gives up at the first failure. */
  async drain(reader: Reader): Promise<void> {
    const mapping = await this.mappings.calm(reader)
    mapping.start()
    const failure = async () => {
      while (mapping.statistics.failures === 0 && !mapping.isOver) await sleep(20)
    }
    await Promise.race([mapping.caughtUp(60_000), failure()]).catch(() => {})
    await mapping.stop()
  }

  /** Lets all open shards look as if no event had come for a long time. */
  async forgetTicks(): Promise<void> {
    const { root, outputs } = this.world
    const TableName = outputs['stateTableName']
    const { Items = [] } = await root.dynamodb.send(
      new QueryCommand({ TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'ticks' } } }),
    )
    for (const { pk, sk } of Items) {
      const Key = { pk, sk }
      const forgotten = { ExpressionAttributeNames: { '#at': 'at' }, ExpressionAttributeValues: { ':zero': { N: '0' } } }
      await root.dynamodb.send(new UpdateItemCommand({ TableName, Key, UpdateExpression: 'SET #at = :zero', ...forgotten }))
    }
  }

  /** As Lambda does with what a function failed on, by the function's role. */
  async reportFailure(role: string): Promise<void> {
    const { sqs } = await this.world.as(role)
    await sqs.send(new SendMessageCommand({ QueueUrl: this.world.outputs['failuresQueueUrl'], MessageBody: '{}' }))
  }

  /** A statement that is new must be tried, too. */
  async checkAllTried(): Promise<void> {
    for (const [name, tried] of this.tried) {
      const sids = (await this.world.role(name)).statements.map(({ Sid }) => Sid)
      const left = sids.filter(sid => !tried.has(sid) && !NOT_EVALUATED.includes(sid))
      this.checks.progress(
        `${name}: ${sids.filter(sid => NOT_EVALUATED.includes(sid)).join(', ')} cannot be shown here: the emulator does not evaluate them`,
      )
      this.checks.check(`${name}: all other statements were tried`, left.length === 0 ? undefined : `not ${left.join(', ')}`)
    }
  }

  private event({ createdAt, text }: { readonly createdAt: number; readonly text: string }): Sent {
    const id = `e${this.sent++}`
    const post = { id, createdAt, subreddit: text, domain: text, score: 1, ups: 1, downs: 0, comments: 0, editedAt: null }
    return { partitionKey: id, bytes: Buffer.from(JSON.stringify(post)) }
  }
}

function actionsOf(role: Role, sid: string): readonly string[] {
  const statement = role.statements.find(({ Sid }) => Sid === sid)
  return statement === undefined ? [] : [statement.Action].flat()
}
