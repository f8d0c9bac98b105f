import { FakeClock, idleTicks } from '../../runtime'

test('an idle partition gets a tick after the timeout, and after each further one', () => {
  const clock = new FakeClock(1000)
  const ticks = idleTicks({ idleTimeoutMs: 100, clock, partitions: ['a', 'b'] })
  clock.advance(99)
  expect(ticks.due()).toEqual([])
  ticks.observe('b')
  clock.advance(1)
  expect(ticks.due()).toEqual([{ partition: 'a', time: 1100 }])
  expect(ticks.due()).toEqual([])
  clock.advance(99)
  expect(ticks.due()).toEqual([{ partition: 'b', time: 1199 }])
  clock.advance(1)
  expect(ticks.due()).toEqual([{ partition: 'a', time: 1200 }])
})

test('without a timeout no partition is ever idle', () => {
  const clock = new FakeClock()
  const ticks = idleTicks({ idleTimeoutMs: null, clock, partitions: ['a'] })
  clock.advance(1e12)
  expect(ticks.due()).toEqual([])
})

test('a timeout must be greater than 0', () => {
  for (const idleTimeoutMs of [0, -1, Number.NaN])
    expect(() => idleTicks({ idleTimeoutMs, clock: new FakeClock(), partitions: [] })).toThrow(RangeError)
})
