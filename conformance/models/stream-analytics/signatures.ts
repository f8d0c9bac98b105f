/** The scalar functions of the documentation that generated text uses, with the least and greatest number of arguments. */
const ARITIES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  ABS: [1, 1],
  CEILING: [1, 1],
  CHARINDEX: [2, 3],
  COALESCE: [2, Number.POSITIVE_INFINITY],
  CONCAT: [2, Number.POSITIVE_INFINITY],
  DATEADD: [3, 3],
  DATEDIFF: [3, 3],
  DATEPART: [2, 2],
  DATETIMEFROMPARTS: [7, 7],
  FLOOR: [1, 1],
  GETARRAYELEMENT: [2, 2],
  GETARRAYLENGTH: [1, 1],
  GETTYPE: [1, 1],
  LEFT: [2, 2],
  LEN: [1, 1],
  LOWER: [1, 1],
  REGEXMATCH: [2, 2],
  REPLACE: [3, 3],
  RIGHT: [2, 2],
  SUBSTRING: [3, 3],
  UPPER: [1, 1],
}
const AGGREGATES = ['COUNT', 'SUM', 'AVG', 'MIN', 'MAX', 'PERCENTILE_DISC']

export const arityOf = (name: string): readonly [number, number] | undefined => (Object.hasOwn(ARITIES, name) ? ARITIES[name] : undefined)
export const isAggregate = (name: string): boolean => AGGREGATES.includes(name)
