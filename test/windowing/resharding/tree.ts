import type { Choices } from '../oracle/cases'

/** Keys are hashed to points from 0 to `POINTS` − 1. */
export const POINTS = 16

/** A shard of a stream as Kinesis has them: it takes the keys of its range of points until it is split, or merged with its neighbor. */
export interface Shard {
  readonly index: number
  readonly from: number
  /** Exclusive. */
  readonly to: number
  readonly parents: readonly Shard[]
  /** Empty while it is open. */
  children: readonly Shard[]
}

/** The shards that a stream ever had; their indexes rise, with gaps. */
export class ShardTree {
  readonly shards: Shard[] = []

  constructor(
    roots: number,
    private readonly choices: Choices,
  ) {
    for (let root = 0; root < roots; root++) this.open((root * POINTS) / roots, ((root + 1) * POINTS) / roots, [])
  }

  get active(): readonly Shard[] {
    return this.shards.filter(({ children }) => children.length === 0).sort((one, other) => one.from - other.from)
  }

  get roots(): readonly Shard[] {
    return this.shards.filter(({ parents }) => parents.length === 0)
  }

  /** The open shard of a point. */
  at(point: number): Shard {
    const shard = this.active.find(active => holds(active, point))
    if (shard === undefined) throw new RangeError(`${point} is not a point of the tree`)
    return shard
  }

  /** The shards that a point ever was in, one after the other. */
  line(point: number): readonly Shard[] {
    return this.shards.filter(shard => holds(shard, point))
  }

  /** Splits an open shard or merges two neighbors, where that can be done. */
  reshard(): void {
    const { active, choices } = this
    const place = choices.below(active.length)
    const [shard, neighbor] = active.slice(place, place + 2)
    if (choices.below(2) === 1 && neighbor !== undefined) {
      const child = this.open(shard.from, neighbor.to, [shard, neighbor])
      shard.children = [child]
      neighbor.children = [child]
    } else if (shard.to - shard.from > 1) {
      const middle = shard.from + 1 + choices.below(shard.to - shard.from - 1)
      shard.children = [this.open(shard.from, middle, [shard]), this.open(middle, shard.to, [shard])]
    }
  }

  private open(from: number, to: number, parents: readonly Shard[]): Shard {
    const shard = {
      index: (this.shards.at(-1)?.index ?? -1) + 1 + this.choices.of([0, 0, 2]),
      from: Math.floor(from),
      to: Math.floor(to),
      parents,
      children: [],
    }
    this.shards.push(shard)
    return shard
  }
}

export const holds = ({ from, to }: Shard, point: number) => from <= point && point < to
