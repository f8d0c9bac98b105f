import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DirectoryDeadLetters, DirectoryShuffleLog, DirectorySink, DirectoryStateStore } from '../../../runtime'
import { deadLettersContract } from '../contracts/dead-letters'
import { shuffleLogContract } from '../contracts/shuffle-log'
import { sinkContract } from '../contracts/sink'
import { stateStoreContract } from '../contracts/state-store'

function temporary() {
  const directory = mkdtempSync(join(tmpdir(), 'streambed-'))
  return { directory, end: () => rmSync(directory, { recursive: true }) }
}

stateStoreContract('DirectoryStateStore', () => {
  const { directory, end } = temporary()
  return { open: () => new DirectoryStateStore(join(directory, 'new', 'state')), end }
})

sinkContract('DirectorySink', () => {
  const { directory, end } = temporary()
  return {
    end,
    open: () => {
      const sink = new DirectorySink(join(directory, 'rows'))
      return {
        sink,
        stored: async (partition, output, channel) =>
          (await sink.lines(partition, output, channel)).map(line => {
            const match = /^\{"cause":(\d+),"values":(.*)\}$/s.exec(line)
            return [Number(match?.[1]), match?.[2] ?? ''] as const
          }),
      }
    },
  }
})

deadLettersContract('DirectoryDeadLetters', () => {
  const { directory, end } = temporary()
  return {
    end,
    open: () => {
      const deadLetters = new DirectoryDeadLetters(join(directory, 'letters'))
      return { deadLetters, stored: partition => deadLetters.letters(partition) }
    },
  }
})

shuffleLogContract('DirectoryShuffleLog', () => {
  const { directory, end } = temporary()
  return { end, open: partitions => new DirectoryShuffleLog(join(directory, 'log'), partitions) }
})
