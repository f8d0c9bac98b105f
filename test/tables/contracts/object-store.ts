import type { ObjectStore } from '../../../tables'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)

/** What every object store must do; each adapter runs it. `reopen` gives a second client of the same objects. */
export function objectStoreContract(name: string, make: () => Promise<{ store: ObjectStore; reopen: () => ObjectStore }>): void {
  describe(`object store contract: ${name}`, () => {
    test('gives back what was put, also to another client', async () => {
      const { store, reopen } = await make()
      await store.put('a/b/c.bin', Uint8Array.of(0, 255, 10))
      expect(await store.get('a/b/c.bin')).toEqual(Uint8Array.of(0, 255, 10))
      expect(await reopen().get('a/b/c.bin')).toEqual(Uint8Array.of(0, 255, 10))
    })

    test('gives undefined for what is not there, also below and above an object', async () => {
      const { store } = await make()
      await store.put('a/b', bytesOf('1'))
      expect(await store.get('x')).toBeUndefined()
      expect(await store.get('a/b/c')).toBeUndefined()
    })

    test('puts over an object and keeps empty objects', async () => {
      const { store } = await make()
      await store.put('k', bytesOf('long text'))
      await store.put('k', bytesOf(''))
      expect(await store.get('k')).toEqual(new Uint8Array(0))
    })

    test('is not changed through the bytes that were given or got', async () => {
      const { store } = await make()
      const bytes = bytesOf('abc')
      await store.put('k', bytes)
      bytes[0] = 0
      const got = await store.get('k')
      expect(textOf(got)).toBe('abc')
      got?.fill(0)
      expect(textOf(await store.get('k'))).toBe('abc')
    })

    test('creates only what is absent', async () => {
      const { store, reopen } = await make()
      expect(await store.create('d/k', bytesOf('first'))).toBe(true)
      expect(await reopen().create('d/k', bytesOf('second'))).toBe(false)
      expect(textOf(await store.get('d/k'))).toBe('first')
      await store.delete('d/k')
      expect(await store.create('d/k', bytesOf('third'))).toBe(true)
    })

    test('lets exactly one of many concurrent creates win, whose bytes stay', async () => {
      const { store, reopen } = await make()
      for (let round = 0; round < 20; round++) {
        const clients = Array.from({ length: 8 }, (_, index) => (index === 0 ? store : reopen()))
        const won = await Promise.all(clients.map((client, index) => client.create(`race/${round}`, bytesOf(`${index}`.repeat(5000)))))
        const winners = won.flatMap((one, index) => (one ? [index] : []))
        expect(winners).toHaveLength(1)
        expect(textOf(await store.get(`race/${round}`))).toBe(`${winners[0]}`.repeat(5000))
      }
    })

    test('never shows part of an object to a reader', async () => {
      const { store, reopen } = await make()
      const reader = reopen()
      const write = async () => {
        for (let round = 0; round < 30; round++) await store.put('k', bytesOf(String(round % 10).repeat(100_000)))
      }
      let writing = true
      const done = write().finally(() => {
        writing = false
      })
      while (writing) {
        const bytes = await reader.get('k')
        if (bytes === undefined) continue
        expect(bytes.length).toBe(100_000)
        expect(new Set(bytes).size).toBe(1)
      }
      await done
    })

    test('lists by prefix in byte order, after a key', async () => {
      const { store } = await make()
      const keys = ['a', 'b/1', 'b/10', 'b/2', 'b/c/d', 'b-', 'bc/1', '\u{e000}', '\u{10000}', 'é']
      for (const key of [...keys].reverse()) await store.put(key, bytesOf(key))
      expect(await store.list('')).toEqual(['a', 'b-', 'b/1', 'b/10', 'b/2', 'b/c/d', 'bc/1', 'é', '\u{e000}', '\u{10000}'])
      expect(await store.list('b/')).toEqual(['b/1', 'b/10', 'b/2', 'b/c/d'])
      expect(await store.list('b')).toEqual(['b-', 'b/1', 'b/10', 'b/2', 'b/c/d', 'bc/1'])
      expect(await store.list('b/', 'b/10')).toEqual(['b/2', 'b/c/d'])
      expect(await store.list('b/c/')).toEqual(['b/c/d'])
      expect(await store.list('nothing/')).toEqual([])
    })

    test('deletes, also what is not there', async () => {
      const { store } = await make()
      await store.put('a/k', bytesOf('1'))
      await store.delete('a/k')
      await store.delete('a/k')
      expect(await store.get('a/k')).toBeUndefined()
      expect(await store.list('')).toEqual([])
    })

    test.each(['', '/a', 'a//b', 'a/', '../a', 'a/../b', './a', 'a\\b', 'c:/a', 'a\0', 'a\n', 'a.', 'a /b', 'a?b', 'x'.repeat(1025)])(
      'refuses the key %j',
      async key => {
        const { store } = await make()
        await expect(store.get(key)).rejects.toThrow(/object key/)
        await expect(store.put(key, bytesOf(''))).rejects.toThrow(/object key/)
        await expect(store.create(key, bytesOf(''))).rejects.toThrow(/object key/)
        await expect(store.delete(key)).rejects.toThrow(/object key/)
      },
    )
  })
}
