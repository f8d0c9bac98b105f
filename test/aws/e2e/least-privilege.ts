import { readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import type { Role } from '../emulator'
import type { Checks } from './checks'
import { type Sent, send } from './events'
import type { Mappings } from './stream-of-faults'
import type { Reader, World } from './world'

/** What the emulator allows without asking: it encrypts nothing, and writes logs itself. */
const NOT_EVALUATED = ['UseKey', 'WriteLogs']
const DENIED = /not authorized to perform:? ([a-z0-9]+:[A-Za-z]+)|(AccessDenied)/
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
  for (const sid of ['KeepLargeState', 'FindLargeState'])
    await rights.denied('process', sid, () => rights.process(rights.events(LARGE.events, LARGE.bytes)))
  await rights.process(rights.poison())
  for (const sid of ['ReadPartials', 'KeepState']) await rights.denied('merge', sid, () => rights.drain('merge'))
  await rights.denied('merge', 'StageRows', () => rights.merge())
  for (const sid of ['KeepState', 'TakeStagedFiles', 'ListTableLogs', 'WriteTables', 'WriteRejected', 'TellOfDeadLetters'])
    await rights.denied('publish', sid, () => world.call('publish'))
  for (const role of ['process', 'merge', 'publish', 'tick']) await rights.denied(role, 'ReportFailures', () => rights.reportFailure(role))
  await rights.drain('process')
  await rights.drain('merge')
  await world.call('publish')
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
    world.killAll()
    const before = statSync(world.emulator.logFile).size
    const thrown = await role.without(sid, work).then(
      () => '',
      error => String(error),
    )
    await sleep(100)
    const [, action, denied] = DENIED.exec(thrown + readFileSync(world.emulator.logFile).subarray(before).toString('utf8')) ?? []
    world.killAll()
    const isOfStatement = action === undefined ? denied !== undefined : actions.includes(action)
    const problem =
      action === undefined && denied === undefined ? 'nothing was denied' : `${action ?? denied} was denied, which is not of it`
    checks.check(`${name} without ${sid}: ${action ?? denied} is denied`, isOfStatement ? undefined : problem)
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

  async merge(): Promise<void> {
    await this.forgetTicks()
    await this.world.call('tick')
    await this.drain('process')
    await this.drain('merge')
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
