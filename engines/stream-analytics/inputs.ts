import type { Definition } from '../../pipeline'

export interface Inputs {
  /** The input that windows read, in which the policy drops what is behind the watermark. */
  readonly timed: string | undefined
  /** The input of outputs without windows, for which no event is late; a second one of the same event hub where there are windows, too. */
  readonly untimed: string | undefined
}

/** The aliases of the stream inputs. */
export function inputsOf({ source, outputs }: Definition): Inputs {
  const hasWindows = outputs.some(({ windowed }) => windowed !== null)
  const hasEvents = outputs.some(({ windowed }) => windowed === null)
  return {
    timed: hasWindows ? source.name : undefined,
    untimed: hasEvents ? (hasWindows ? `${source.name}_untimed` : source.name) : undefined,
  }
}

export function inputNames(definition: Definition): readonly string[] {
  const { timed, untimed } = inputsOf(definition)
  return [timed, untimed].filter(name => name !== undefined)
}
