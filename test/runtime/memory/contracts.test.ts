import { MemoryDeadLetters, MemoryShuffleLog, MemorySink, MemoryStateStore } from '../../../runtime'
import { jsonOf } from '../../../runtime/directory/json'
import { deadLettersContract } from '../contracts/dead-letters'
import { shuffleLogContract } from '../contracts/shuffle-log'
import { sinkContract } from '../contracts/sink'
import { stateStoreContract } from '../contracts/state-store'

stateStoreContract('MemoryStateStore', () => {
  const store = new MemoryStateStore()
  return { open: () => store }
})

sinkContract('MemorySink', () => {
  const sink = new MemorySink()
  return {
    open: () => ({
      sink,
      stored: async (partition, output, channel) =>
        sink.rows(partition, output, channel).map(({ cause, values }) => [cause, jsonOf(values)] as const),
    }),
  }
})

deadLettersContract('MemoryDeadLetters', () => {
  const deadLetters = new MemoryDeadLetters()
  return { open: () => ({ deadLetters, stored: async partition => deadLetters.letters(partition) }) }
})

shuffleLogContract('MemoryShuffleLog', () => {
  let log: MemoryShuffleLog | undefined
  return {
    open: partitions => {
      log ??= new MemoryShuffleLog(partitions)
      return log
    },
  }
})

test('MemoryShuffleLog forgets what was read, and goes on with the same positions', async () => {
  const log = new MemoryShuffleLog(1)
  const message = (value: number) => ({ output: 'o', partition: 0, producer: 0, bytes: Uint8Array.of(value) })
  await log.append([message(1), message(2), message(3)])
  log.forget('o', 0, 1)
  log.forget('o', 0, 0)
  expect((await log.read('o', 0, null)).positions).toEqual([2])
  await log.append([message(4)])
  expect((await log.read('o', 0, 2)).positions).toEqual([3])
})
