import { setTimeout as delay } from 'node:timers/promises'
import { parseText } from '../../pipeline'
import {
  type BatchReport,
  createMergeProcessor,
  createPartitionProcessor,
  DirectoryDeadLetters,
  DirectoryShuffleLog,
  DirectorySink,
  DirectoryStateStore,
} from '../../runtime'
import { validUtf8 } from '../events'
import { LogReader } from '../log'
import type { RunPaths } from '../run/paths'
import { DeltaSink } from '../tables'
import { MergeTask } from './merge-task'
import type { WorkerSettings } from './messages'
import { PartitionTask } from './partition-task'
import type { Task } from './task'

/** Pause where there is nothing to do. */
const idleMs = 25

/**
 * Processes all partitions of a replay, and the merges of its outputs, until the log has ended. Everything that it knows is in the directory: it may be
 * killed at any time, and the next one goes on. `report` is called after each commit.
 */
export async function runWorker(
  paths: RunPaths,
  settings: WorkerSettings,
  report: (report: BatchReport) => void,
  onReady: () => void,
): Promise<void> {
  const tasks = await createTasks(paths, settings, report)
  for (const task of tasks) await task.resume()
  onReady()
  while (tasks.some(task => !task.finished)) {
    const started = Date.now()
    const worked = await round(tasks)
    const pause = settings.roundMs - (Date.now() - started)
    await delay(worked ? Math.max(0, pause) : idleMs)
  }
}

/** Merges come after the partitions, so that what these send is merged in the same round. */
async function round(tasks: readonly Task[]): Promise<boolean> {
  const partitions = await Promise.all(tasks.filter(task => task instanceof PartitionTask).map(task => task.round()))
  const merges = await Promise.all(tasks.filter(task => task instanceof MergeTask).map(task => task.round()))
  return [...partitions, ...merges].includes(true)
}

async function createTasks(paths: RunPaths, settings: WorkerSettings, report: (report: BatchReport) => void): Promise<readonly Task[]> {
  const definition = parseText(settings.definition)
  const { partitions } = settings
  const several = partitions > 1
  const state = new DirectoryStateStore(paths.state)
  const shuffle = new DirectoryShuffleLog(paths.shuffle, 1)
  const deadLetters = new DirectoryDeadLetters(paths.deadLetters)
  const sink = await DeltaSink.open(paths.tables, definition, new DirectorySink(paths.late))
  const readers = Array.from({ length: partitions }, (_, index) => {
    const ports = { state, sink, deadLetters, shuffle }
    const merge = several ? 'all' : 'as-needed'
    const processor = createPartitionProcessor({ definition, partition: String(index), ports, index, partitions, merge, validUtf8 })
    return new PartitionTask(processor, new LogReader(paths.log, index), report)
  })
  const merged = definition.outputs.filter(output => several && output.windowed !== null)
  const merges = merged.map(({ name }) => {
    const ports = { state, sink, deadLetters }
    const processor = createMergeProcessor({ definition, output: name, partition: 0, producers: partitions, ports })
    return new MergeTask(processor, name, shuffle, report)
  })
  return [...readers, ...merges]
}
