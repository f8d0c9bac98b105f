// Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017, arXiv 1702.01284), algorithm 6: one formula for
// every range, without the bias tables and thresholds of HyperLogLog++.

/** σ(x) = x + Σ x^(2^k)·2^(k−1): weighs registers that are still 0. */
function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY
  let power = share
  let weight = 1
  let sum = share
  for (let before = -1; sum !== before; weight += weight) {
    power *= power
    before = sum
    sum += power * weight
  }
  return sum
}

/** τ(x) = (1 − x − Σ (1 − x^(2^−k))²·2^−k) / 3: weighs registers at the highest rank. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0
  let root = share
  let weight = 1
  let sum = 1 - share
  for (let before = -1; sum !== before; ) {
    root = Math.sqrt(root)
    before = sum
    weight *= 0.5
    sum -= (1 - root) ** 2 * weight
  }
  return sum / 3
}

/** The estimate for a sketch of which `ranks[r]` registers hold the rank r (0 to 65 − precision). */
export function estimateCount(ranks: Float64Array, precision: number): number {
  const registers = 2 ** precision
  if (ranks[0] === registers) return 0
  const mostRank = 65 - precision
  let sum = registers * tau(1 - ranks[mostRank] / registers)
  for (let rank = mostRank - 1; rank >= 1; rank--) sum = 0.5 * (sum + ranks[rank])
  sum += registers * sigma(ranks[0] / registers)
  return (registers * registers) / (2 * Math.LN2 * sum)
}
