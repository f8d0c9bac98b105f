export { canonical, Misfit } from './canonical'
export { compareRows, type Difference } from './rows'
export { differenceLines } from './show'
