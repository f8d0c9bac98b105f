import { type JavaMembers, java } from './member'

/** Arithmetic by the law: null in, null out; what can't be represented ends the event. */
export const NUMBERS: JavaMembers = {
  addInt64: java`
    static Long addInt64(Long x, Long y) {
      if (x == null || y == null) return null;
      try { return Math.addExact(x, y); } catch (ArithmeticException overflow) { return fail("add leaves int64"); }
    }`,
  subtractInt64: java`
    static Long subtractInt64(Long x, Long y) {
      if (x == null || y == null) return null;
      try { return Math.subtractExact(x, y); } catch (ArithmeticException overflow) { return fail("subtract leaves int64"); }
    }`,
  multiplyInt64: java`
    static Long multiplyInt64(Long x, Long y) {
      if (x == null || y == null) return null;
      try { return Math.multiplyExact(x, y); } catch (ArithmeticException overflow) { return fail("multiply leaves int64"); }
    }`,
  integerDivide: java`
    static Long integerDivide(Long x, Long y) {
      if (x == null || y == null) return null;
      if (y == 0) return fail("integerDivide by zero");
      if (x == Long.MIN_VALUE && y == -1) return fail("integerDivide leaves int64");
      return x / y;
    }`,
  modulo: java`
    static Long modulo(Long x, Long y) {
      if (x == null || y == null) return null;
      if (y == 0) return fail("modulo by zero");
      return x % y;
    }`,
  negateInt64: java`
    static Long negateInt64(Long x) {
      return subtractInt64(0L, x);
    }`,
  absoluteInt64: java`
    static Long absoluteInt64(Long x) {
      return x == null || x >= 0 ? x : negateInt64(x);
    }`,
  finite: java`
    static Double finite(double x) {
      return Double.isFinite(x) ? (Double) x : fail("a double must be finite");
    }`,
  addDouble: java`
    static Double addDouble(Double x, Double y) {
      return x == null || y == null ? null : finite(x + y);
    }`,
  subtractDouble: java`
    static Double subtractDouble(Double x, Double y) {
      return x == null || y == null ? null : finite(x - y);
    }`,
  multiplyDouble: java`
    static Double multiplyDouble(Double x, Double y) {
      return x == null || y == null ? null : finite(x * y);
    }`,
  divide: java`
    static Double divide(Double x, Double y) {
      if (x == null || y == null) return null;
      return y == 0 ? fail("divide by zero") : finite(x / y);
    }`,
  negateDouble: java`
    static Double negateDouble(Double x) {
      return x == null ? null : (Double) (0 - x);
    }`,
  absoluteDouble: java`
    static Double absoluteDouble(Double x) {
      return x == null ? null : (Double) Math.abs(x);
    }`,
  roundDouble: java`
    /** Halves away from zero; adding 0.5 would round 0.49999999999999994 up. */
    static Double roundDouble(Double x) {
      if (x == null) return null;
      double whole = x < 0 ? Math.ceil(x) : Math.floor(x);
      return (Math.abs(x - whole) >= 0.5 ? whole + Math.signum(x) : whole) + 0.0;
    }`,
  floorDouble: java`
    static Double floorDouble(Double x) {
      return x == null ? null : (Double) (Math.floor(x) + 0.0);
    }`,
  ceilingDouble: java`
    static Double ceilingDouble(Double x) {
      return x == null ? null : (Double) (Math.ceil(x) + 0.0);
    }`,
  toDecimal: java`
    /** Rounded to the scale, halves away from zero; beyond the precision a failure. */
    static BigDecimal toDecimal(BigDecimal x, int precision, int scale) {
      if (x == null) return null;
      // A number of thousands of digits is refused before it is written out.
      if (x.signum() != 0 && (long) x.precision() - x.scale() > precision) return fail("beyond decimal(" + precision + ", " + scale + ")");
      BigDecimal rounded = x.signum() == 0 || (long) x.precision() - x.scale() < -scale ? BigDecimal.ZERO.setScale(scale) : x.setScale(scale, RoundingMode.HALF_UP);
      return rounded.precision() > precision ? fail("beyond decimal(" + precision + ", " + scale + ")") : rounded;
    }`,
  int64ToDecimal: java`
    static BigDecimal int64ToDecimal(Long x, int precision, int scale) {
      return x == null ? null : toDecimal(BigDecimal.valueOf(x), precision, scale);
    }`,
  doubleToDecimal: java`
    /** By the double's shortest decimal text. */
    static BigDecimal doubleToDecimal(Double x, int precision, int scale) {
      return x == null ? null : toDecimal(BigDecimal.valueOf(x), precision, scale);
    }`,
  addDecimal: java`
    static BigDecimal addDecimal(BigDecimal x, BigDecimal y, int precision, int scale) {
      return x == null || y == null ? null : toDecimal(x.add(y), precision, scale);
    }`,
  subtractDecimal: java`
    static BigDecimal subtractDecimal(BigDecimal x, BigDecimal y, int precision, int scale) {
      return x == null || y == null ? null : toDecimal(x.subtract(y), precision, scale);
    }`,
  multiplyDecimal: java`
    static BigDecimal multiplyDecimal(BigDecimal x, BigDecimal y, int precision, int scale) {
      return x == null || y == null ? null : toDecimal(x.multiply(y), precision, scale);
    }`,
  negateDecimal: java`
    static BigDecimal negateDecimal(BigDecimal x) {
      return x == null ? null : x.negate();
    }`,
  absoluteDecimal: java`
    static BigDecimal absoluteDecimal(BigDecimal x) {
      return x == null ? null : x.abs();
    }`,
  floorDecimal: java`
    static BigDecimal floorDecimal(BigDecimal x) {
      return x == null ? null : x.setScale(0, RoundingMode.FLOOR);
    }`,
  ceilingDecimal: java`
    static BigDecimal ceilingDecimal(BigDecimal x) {
      return x == null ? null : x.setScale(0, RoundingMode.CEILING);
    }`,
  int64ToDouble: java`
    static Double int64ToDouble(Long x) {
      return x == null ? null : (Double) x.doubleValue();
    }`,
  decimalToDouble: java`
    static Double decimalToDouble(BigDecimal x) {
      return x == null ? null : (Double) Double.parseDouble(x.toString());
    }`,
  doubleToInt64: java`
    static Long doubleToInt64(Double x) {
      return x == null ? null : decimalToInt64(new BigDecimal(x));
    }`,
  decimalToInt64: java`
    /** Truncated toward zero. */
    static Long decimalToInt64(BigDecimal x) {
      if (x == null) return null;
      try { return x.setScale(0, RoundingMode.DOWN).longValueExact(); } catch (ArithmeticException overflow) { return fail("outside int64"); }
    }`,
}
