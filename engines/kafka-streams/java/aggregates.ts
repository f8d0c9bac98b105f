import { type JavaMembers, java } from './member'

/** Aggregates that can be merged: state[i] is null before the first value. */
export const AGGREGATE_MEMBERS: JavaMembers = {
  addCount: java`
    static void addCount(Object[] state, int i, boolean counts) {
      if (counts) state[i] = (state[i] == null ? 0 : (Long) state[i]) + 1;
    }`,
  mergeCount: java`
    static void mergeCount(Object[] state, int i, Object[] other) {
      if (other[i] != null) state[i] = (state[i] == null ? 0 : (Long) state[i]) + (Long) other[i];
    }`,
  countOf: java`
    static Long countOf(Object state) {
      return state == null ? (Long) 0L : (Long) state;
    }`,
  plus: java`
    static Object plus(Object x, Object y) {
      if (x == null || y == null) return x == null ? y : x;
      if (x instanceof Double a && y instanceof Double b) return a + b;
      if (x instanceof BigDecimal a && y instanceof BigDecimal b) return a.add(b);
      return wholeOf(x).add(wholeOf(y));
    }`,
  wholeOf: java`
    /** Sums of int64 may leave int64 on their way. */
    static BigInteger wholeOf(Object x) {
      return x instanceof BigInteger whole ? whole : BigInteger.valueOf((Long) x);
    }`,
  addSum: java`
    static void addSum(Object[] state, int i, Object x) {
      state[i] = plus(state[i], x);
    }`,
  mergeSum: java`
    static void mergeSum(Object[] state, int i, Object[] other) {
      state[i] = plus(state[i], other[i]);
    }`,
  sumOfInt64: java`
    static Long sumOfInt64(Object state) {
      if (state == null) return null;
      BigInteger sum = wholeOf(state);
      if (sum.bitLength() > 63) throw new AggregateFailure("the sum " + sum + " leaves int64");
      return sum.longValue();
    }`,
  sumOfDouble: java`
    static Double sumOfDouble(Object state) {
      if (state != null && !Double.isFinite((Double) state)) throw new AggregateFailure("the sum is not finite");
      return (Double) state;
    }`,
  sumOfDecimal: java`
    static BigDecimal sumOfDecimal(Object state) {
      if (state != null && ((BigDecimal) state).precision() > 38) throw new AggregateFailure("the sum " + state + " has more than 38 digits");
      return (BigDecimal) state;
    }`,
  AggregateFailure: java`
    /** The row is a dead letter. */
    static final class AggregateFailure extends RuntimeException {
      AggregateFailure(String message) { super(message, null, false, false); }
    }`,
  addAverage: java`
    static void addAverage(Object[] state, int i, Object x) {
      if (x == null) return;
      Object[] held = state[i] == null ? new Object[] {null, 0L} : (Object[]) state[i];
      state[i] = new Object[] {plus(held[0], x), (Long) held[1] + 1};
    }`,
  mergeAverage: java`
    static void mergeAverage(Object[] state, int i, Object[] other) {
      if (state[i] == null || other[i] == null) {
        if (state[i] == null) state[i] = other[i];
        return;
      }
      Object[] a = (Object[]) state[i], b = (Object[]) other[i];
      state[i] = new Object[] {plus(a[0], b[0]), (Long) a[1] + (Long) b[1]};
    }`,
  averageOf: java`
    static Double averageOf(Object state) {
      if (state == null) return null;
      Object[] held = (Object[]) state;
      double average = ((Number) held[0]).doubleValue() / (Long) held[1];
      if (!Double.isFinite(average)) throw new AggregateFailure("the sum is not finite");
      return average;
    }`,
  addLeast: java`
    static void addLeast(Object[] state, int i, Object x) {
      if (x != null && (state[i] == null || compare(x, state[i]) < 0)) state[i] = x;
    }`,
  addGreatest: java`
    static void addGreatest(Object[] state, int i, Object x) {
      if (x != null && (state[i] == null || compare(x, state[i]) > 0)) state[i] = x;
    }`,
  frequencies: java`
    @SuppressWarnings("unchecked")
    static TreeMap<Object, Long> frequencies(Object state) {
      return state == null ? new TreeMap<Object, Long>(Pipeline::compare) : (TreeMap<Object, Long>) state;
    }`,
  addFrequency: java`
    static void addFrequency(Object[] state, int i, Object x) {
      if (x == null) return;
      TreeMap<Object, Long> counts = frequencies(state[i]);
      counts.merge(x, 1L, Long::sum);
      state[i] = counts;
    }`,
  mergeFrequencies: java`
    static void mergeFrequencies(Object[] state, int i, Object[] other) {
      TreeMap<Object, Long> counts = frequencies(state[i]);
      frequencies(other[i]).forEach((value, count) -> counts.merge(value, count, Long::sum));
      if (!counts.isEmpty()) state[i] = counts;
    }`,
  distinctOf: java`
    static Long distinctOf(Object state) {
      return (long) frequencies(state).size();
    }`,
  distinctDoubleOf: java`
    static Double distinctDoubleOf(Object state) {
      return state == null ? null : (Double) (double) frequencies(state).size();
    }`,
  quantileOf: java`
    /** The least value whose rank among all is at least the fraction of them. */
    static Double quantileOf(Object state, double fraction) {
      if (state == null) return null;
      TreeMap<Object, Long> counts = frequencies(state);
      long total = 0, rank = 0;
      for (long count : counts.values()) total += count;
      for (Map.Entry<Object, Long> entry : counts.entrySet()) {
        rank += entry.getValue();
        if (rank >= fraction * total) return ((Number) entry.getKey()).doubleValue();
      }
      return ((Number) counts.lastKey()).doubleValue();
    }`,
  topOf: java`
    /** Most frequent first, ties by value. */
    static List<Map<String, Object>> topOf(Object state, int limit) {
      return frequencies(state).entrySet().stream()
          .sorted(Comparator.comparing((Map.Entry<Object, Long> entry) -> -entry.getValue()))
          .limit(limit)
          .map(entry -> recordOf("value", entry.getKey(), "count", entry.getValue()))
          .collect(Collectors.toList());
    }`,
  addFirst: java`
    /** By (time, partition, position); the first of an event's own elements stays. */
    static void addFirst(Object[] state, int i, Object[] event, Object x, boolean keepNulls) {
      if (x == null && !keepNulls) return;
      if (state[i] == null || comparePlaces(event, (Object[]) state[i]) < 0) state[i] = new Object[] {event[0], event[1], event[2], x};
    }`,
  addLast: java`
    /** By (time, partition, position); the last of an event's own elements stays. */
    static void addLast(Object[] state, int i, Object[] event, Object x, boolean keepNulls) {
      if (x == null && !keepNulls) return;
      if (state[i] == null || comparePlaces(event, (Object[]) state[i]) >= 0) state[i] = new Object[] {event[0], event[1], event[2], x};
    }`,
  mergeFirst: java`
    static void mergeFirst(Object[] state, int i, Object[] other) {
      if (state[i] == null || (other[i] != null && comparePlaces((Object[]) other[i], (Object[]) state[i]) < 0)) state[i] = other[i];
    }`,
  mergeLast: java`
    static void mergeLast(Object[] state, int i, Object[] other) {
      if (state[i] == null || (other[i] != null && comparePlaces((Object[]) other[i], (Object[]) state[i]) > 0)) state[i] = other[i];
    }`,
  comparePlaces: java`
    /** By (time, partition, position). */
    static int comparePlaces(Object[] x, Object[] y) {
      for (int index = 0; index < 3; index++) {
        int order = Long.compare((Long) x[index], (Long) y[index]);
        if (order != 0) return order;
      }
      return 0;
    }`,
  placedValue: java`
    static Object placedValue(Object state) {
      return state == null ? null : ((Object[]) state)[3];
    }`,
}
