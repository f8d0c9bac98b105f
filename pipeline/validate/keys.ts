import type { DataKind } from '../definition'

/** Types that rows are grouped, looked up and partitioned by. Not doubles: their equality differs between engines. */
export const KEY_KINDS: readonly DataKind[] = ['string', 'enum', 'boolean', 'int64', 'decimal', 'timestamp', 'date']
