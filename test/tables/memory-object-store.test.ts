import { MemoryObjectStore } from '../../tables'
import { objectStoreContract } from './contracts/object-store'

objectStoreContract('memory', async () => {
  const store = new MemoryObjectStore()
  return { store, reopen: () => store }
})
