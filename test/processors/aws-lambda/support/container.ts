import type { BatchEvent, BatchResponse, InvocationContext } from '../../../../processors/aws-lambda'
import type { Random } from '../../../runtime/simulation/random'
import { Crash, type Faults } from './faults'
import { context, type World } from './world'

/** How often a call fails. */
export interface FaultRates {
  /** The process dies. */
  readonly crash: number
  /** The call is refused, and the process lives. */
  readonly throttle: number
}

type Role = 'process' | 'merge' | 'publish'

/** One warm container of a function, which may die in the middle of anything. */
export class Container {
  private isDead = false
  private readonly invoke: (event: never, context: InvocationContext) => Promise<unknown>

  constructor(world: World, role: Role, random: Random, rates: FaultRates) {
    const faults: Faults = {
      strike: (call, moment) => {
        if (this.isDead) throw new Crash(call)
        const draw = random.next()
        if (draw < rates.crash) this.isDead = true
        if (draw < rates.crash) throw new Crash(`${moment} ${call}`)
        if (draw < rates.crash + rates.throttle) throw new Error(`throttled ${moment} ${call}`)
      },
    }
    this.invoke = world.withFaults(faults)[role]()
  }

  get alive(): boolean {
    return !this.isDead
  }

  /** Undefined: the invocation failed as a whole, as Lambda sees it. */
  async call(event: BatchEvent | null): Promise<BatchResponse | undefined> {
    try {
      const response = await this.invoke(event as never, context())
      return this.isDead ? undefined : ((response ?? { batchItemFailures: [] }) as BatchResponse)
    } catch (error) {
      if (error instanceof Error && /Crash|throttled/.test(`${error.name} ${error.message}`)) return undefined
      throw error
    }
  }
}
