import type { StateStore } from '../../../runtime'

/** The contract of `StateStore`. `open` gives a store of its own on what the same test stored before (a second worker, or a restart). */
export function stateStoreContract(name: string, start: () => { open(): StateStore; end?(): void }): void {
  describe(`${name} is a state store`, () => {
    let stores: ReturnType<typeof start>
    beforeEach(() => {
      stores = start()
    })
    afterEach(() => stores.end?.())
    const bytes = (...values: number[]) => Uint8Array.from(values)
    const replace = (...values: number[]) => ({ kind: 'replace' as const, bytes: bytes(...values) })
    const append = (...values: number[]) => ({ kind: 'append' as const, bytes: bytes(...values) })
    const chunksOf = async (store: StateStore, partition = 'a') => {
      const stored = await store.load(partition)
      return stored && { version: stored.version, chunks: stored.chunks.map(chunk => [...chunk]) }
    }

    test('has nothing before the first commit', async () => {
      expect(await stores.open().load('a')).toBeUndefined()
    })

    test('gives a base and what was appended since, to others too', async () => {
      const store = stores.open()
      expect(await store.commit('a', 0, replace(1, 2))).toBe(true)
      expect(await store.commit('a', 1, append(3))).toBe(true)
      expect(await store.commit('a', 2, append())).toBe(true)
      expect(await chunksOf(stores.open())).toEqual({ version: 3, chunks: [[1, 2], [3], []] })
      expect(await store.commit('a', 3, replace(9))).toBe(true)
      expect(await store.commit('a', 4, append(8))).toBe(true)
      expect(await chunksOf(stores.open())).toEqual({ version: 5, chunks: [[9], [8]] })
    })

    test('refuses a commit on any version but the stored one, and then changes nothing', async () => {
      const store = stores.open()
      for (const version of [1, 2, 100]) expect(await store.commit('a', version, replace(7))).toBe(false)
      await store.commit('a', 0, replace(1))
      await store.commit('a', 1, append(2))
      for (const version of [0, 1, 3, 4]) expect(await stores.open().commit('a', version, append(7))).toBe(false)
      expect(await chunksOf(store)).toEqual({ version: 2, chunks: [[1], [2]] })
    })

    test('lets one of many concurrent commits win, version by version', async () => {
      const workers = Array.from({ length: 6 }, () => stores.open())
      for (let version = 0; version < 12; version++) {
        const change = (worker: number) => (version % 5 === 0 ? replace(worker) : append(worker))
        const answers = await Promise.all(workers.map((store, worker) => store.commit('a', version, change(worker))))
        expect(answers.filter(Boolean)).toHaveLength(1)
        const stored = await chunksOf(workers[version % 6])
        expect(stored?.version).toBe(version + 1)
        expect(stored?.chunks.at(-1)).toEqual([answers.indexOf(true)])
      }
    })

    test('refuses a worker that slept through many versions and bases', async () => {
      const [awake, asleep] = [stores.open(), stores.open()]
      for (let version = 0; version < 3; version++) await awake.commit('a', version, replace(version))
      await asleep.load('a')
      for (let version = 3; version < 150; version++) await awake.commit('a', version, replace(version))
      for (const version of [0, 1, 3, 50, 149]) expect(await asleep.commit('a', version, append(7))).toBe(false)
      expect(await chunksOf(stores.open())).toEqual({ version: 150, chunks: [[149]] })
    })

    test('keeps partitions apart, whatever their names', async () => {
      const names = ['a', 'A', 'a/b', 'a%2fb', '../a', '', '.', 'nul', 'ü', 'shardId-000000000000', 'topic/merge-0', 'x:y*?"<>|\\']
      const store = stores.open()
      for (const [index, name] of names.entries()) expect(await store.commit(name, 0, replace(index))).toBe(true)
      for (const [index, name] of names.entries()) expect(await chunksOf(stores.open(), name)).toEqual({ version: 1, chunks: [[index]] })
    })

    test('is not changed by what the caller does with its bytes later', async () => {
      const store = stores.open()
      const change = replace(1, 2, 3)
      await store.commit('a', 0, change)
      change.bytes.fill(9)
      expect(await chunksOf(store)).toEqual({ version: 1, chunks: [[1, 2, 3]] })
    })
  })
}
