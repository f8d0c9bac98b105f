export { canonical, Misfit } from './canonical'
export { rejectedLines } from './rejected'
export { compareRows, type Difference } from './rows'
export { differenceLines } from './show'
