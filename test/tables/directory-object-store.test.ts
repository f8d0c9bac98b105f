import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DirectoryObjectStore } from '../../tables'
import { objectStoreContract } from './contracts/object-store'
import { removeTemporaryDirectories, temporaryDirectory } from './temporary-directory'

afterAll(removeTemporaryDirectories)

objectStoreContract('directory', async () => {
  const root = join(temporaryDirectory(), 'not', 'yet', 'made')
  return { store: new DirectoryObjectStore(root), reopen: () => new DirectoryObjectStore(root) }
})

describe('DirectoryObjectStore', () => {
  test('leaves no temporary file behind, whether a create wins or loses', async () => {
    const root = temporaryDirectory()
    const store = new DirectoryObjectStore(root)
    await store.put('a', Uint8Array.of(1))
    await store.create('b', Uint8Array.of(1))
    await store.create('b', Uint8Array.of(2))
    expect(readdirSync(join(root, '_temporary'))).toEqual([])
  })

  test('passes over what a crash left behind', async () => {
    const root = temporaryDirectory()
    mkdirSync(join(root, '_temporary'), { recursive: true })
    writeFileSync(join(root, '_temporary', 'half'), 'half an obj')
    const store = new DirectoryObjectStore(root)
    await store.put('a', Uint8Array.of(1))
    expect(await store.list('')).toEqual(['a'])
    expect(await store.list('_temp')).toEqual([])
    await expect(store.put('_temporary/x', Uint8Array.of(1))).rejects.toThrow('reserved for unfinished objects')
  })

  test('keeps the errors that are not "missing"', async () => {
    const root = temporaryDirectory()
    mkdirSync(join(root, 'directory'))
    await expect(new DirectoryObjectStore(root).get('directory')).rejects.toThrow('EISDIR')
  })
})
