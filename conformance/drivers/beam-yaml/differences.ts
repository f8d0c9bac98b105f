import type { DeclaredDifference } from '../../driver'

/** Explained in docs/engines/beam-yaml.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = ['explode-windows', 'explode-sessions', 'chain-all'].map(name => ({
  cases: `steps/${name}-late`,
  reason: 'an exploded event is late once for each of its elements in Beam, once by the law',
}))
