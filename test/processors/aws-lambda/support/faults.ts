/** The worker died: nothing that it had in memory is left. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/** What may go wrong around a client's call, e.g. by a seeded choice. `before`: nothing happened; `after`: it happened, and the caller never learns. */
export interface Faults {
  strike(call: string, moment: 'before' | 'after'): void
}

export const NO_FAULTS: Faults = { strike: () => undefined }

/** A client whose every call gives others a turn, and may fail before and after it took effect. */
export function withFaults<T extends object>(name: string, client: T, faults: Faults): T {
  return new Proxy(client, {
    get(target, property) {
      const method = Reflect.get(target, property)
      if (typeof method !== 'function') return method
      return async (...parameters: readonly unknown[]) => {
        await Promise.resolve()
        faults.strike(`${name}.${String(property)}`, 'before')
        const result: unknown = await Reflect.apply(method, target, parameters)
        faults.strike(`${name}.${String(property)}`, 'after')
        return result
      }
    },
  })
}
