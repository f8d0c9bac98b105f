import { type JavaMembers, java } from './member'

/** Comparison and three-valued logic over boxed values. */
export const LOGIC: JavaMembers = {
  Failure: java`
    /** Ends the evaluation of one event; needs no stack. */
    static final class Failure extends RuntimeException {
      Failure(String message) { super(message, null, false, false); }
    }`,
  fail: java`
    static <T> T fail(String message) {
      throw new Failure(message);
    }`,
  nativeOptional: java`
    /** Native text: an exception that it throws ends the event. */
    static <T> T nativeOptional(Supplier<T> text) {
      try { return text.get(); } catch (Failure failure) { throw failure; } catch (RuntimeException thrown) { return fail("native text failed: " + thrown); }
    }`,
  nativeRequired: java`
    static <T> T nativeRequired(Supplier<T> text) {
      T value = nativeOptional(text);
      return value == null ? fail("native text gave null for a type that is not optional") : value;
    }`,
  isTrue: java`
    static boolean isTrue(Boolean condition) {
      return condition != null && condition;
    }`,
  compare: java`
    /** Numbers by exact value, texts by code points, false before true. Neither is null. */
    static int compare(Object x, Object y) {
      if (x instanceof String a && y instanceof String b) return compareText(a, b);
      if (x instanceof Long a && y instanceof Long b) return Long.compare(a, b);
      if (x instanceof Double a && y instanceof Double b) return a < b ? -1 : a > b ? 1 : 0;
      if (x instanceof Number a && y instanceof Number b) return exactOf(a).compareTo(exactOf(b));
      if (x instanceof Boolean a && y instanceof Boolean b) return Boolean.compare(a, b);
      if (x instanceof LocalDate a && y instanceof LocalDate b) return a.compareTo(b);
      if (x instanceof byte[] a && y instanceof byte[] b) return Arrays.compareUnsigned(a, b);
      throw new IllegalArgumentException("values of different types are compared");
    }`,
  exactOf: java`
    static BigDecimal exactOf(Number x) {
      return x instanceof BigDecimal d ? d : x instanceof Long n ? BigDecimal.valueOf(n) : new BigDecimal(x.doubleValue());
    }`,
  compareText: java`
    /** Java compares UTF-16 units, which puts surrogate pairs before U+E000. */
    static int compareText(String x, String y) {
      int length = Math.min(x.length(), y.length());
      for (int index = 0; index < length; index++) {
        char a = x.charAt(index), b = y.charAt(index);
        if (a != b) return Character.isSurrogate(a) == Character.isSurrogate(b) ? a - b : Character.isSurrogate(a) ? 1 : -1;
      }
      return x.length() - y.length();
    }`,
  equal: java`
    static Boolean equal(Object x, Object y) {
      return x == null || y == null ? null : (Boolean) (compare(x, y) == 0);
    }`,
  notEqual: java`
    static Boolean notEqual(Object x, Object y) {
      return x == null || y == null ? null : (Boolean) (compare(x, y) != 0);
    }`,
  less: java`
    static Boolean less(Object x, Object y) {
      return x == null || y == null ? null : (Boolean) (compare(x, y) < 0);
    }`,
  lessOrEqual: java`
    static Boolean lessOrEqual(Object x, Object y) {
      return x == null || y == null ? null : (Boolean) (compare(x, y) <= 0);
    }`,
  greater: java`
    static Boolean greater(Object x, Object y) {
      return x == null || y == null ? null : (Boolean) (compare(x, y) > 0);
    }`,
  greaterOrEqual: java`
    static Boolean greaterOrEqual(Object x, Object y) {
      return x == null || y == null ? null : (Boolean) (compare(x, y) >= 0);
    }`,
  isIn: java`
    static Boolean isIn(Object x, Object... values) {
      Boolean found = x == null ? null : (Boolean) false;
      for (Object value : values) {
        if (x == null || value == null) found = null;
        else if (compare(x, value) == 0) return true;
      }
      return found;
    }`,
  and: java`
    /** Evaluates from the left until one is false. */
    @SafeVarargs
    static Boolean and(Supplier<Boolean>... conditions) {
      Boolean result = true;
      for (Supplier<Boolean> condition : conditions) {
        Boolean value = condition.get();
        if (value == null) result = null;
        else if (!value) return false;
      }
      return result;
    }`,
  or: java`
    /** Evaluates from the left until one is true. */
    @SafeVarargs
    static Boolean or(Supplier<Boolean>... conditions) {
      Boolean result = false;
      for (Supplier<Boolean> condition : conditions) {
        Boolean value = condition.get();
        if (value == null) result = null;
        else if (value) return true;
      }
      return result;
    }`,
  not: java`
    static Boolean not(Boolean x) {
      return x == null ? null : (Boolean) !x;
    }`,
  isNull: java`
    static Boolean isNull(Object x) {
      return x == null;
    }`,
  coalesce: java`
    /** Evaluates from the left until one is not null. */
    @SafeVarargs
    static <T> T coalesce(Supplier<? extends T>... values) {
      for (Supplier<? extends T> value : values) {
        T result = value.get();
        if (result != null) return result;
      }
      return null;
    }`,
}
