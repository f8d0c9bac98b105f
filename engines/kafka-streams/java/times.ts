import { type JavaMembers, java } from './member'

/** Timestamps are epoch milliseconds (Long), dates LocalDate. */
export const TIMES: JavaMembers = {
  MIN_TIME_MS: 'static final long MIN_TIME_MS = -62_135_596_800_000L; // 0001-01-01',
  MAX_TIME_MS: 'static final long MAX_TIME_MS = 253_402_300_799_999L; // 9999-12-31',
  dayOf: java`
    static LocalDate dayOf(long timeMs) {
      return LocalDate.ofEpochDay(Math.floorDiv(timeMs, 86_400_000L));
    }`,
  toTimestamp: java`
    static Long toTimestamp(Long x) {
      return x == null || (x >= MIN_TIME_MS && x <= MAX_TIME_MS) ? x : fail("outside 0001-01-01 to 9999-12-31");
    }`,
  checkDate: java`
    static LocalDate checkDate(LocalDate x) {
      return x.getYear() >= 1 && x.getYear() <= 9999 ? x : fail("outside 0001-01-01 to 9999-12-31");
    }`,
  truncateTimestamp: java`
    static Long truncateTimestamp(Long x, String unit) {
      if (x == null) return null;
      long sizeMs = switch (unit) { case "second" -> 1000L; case "minute" -> 60_000L; case "hour" -> 3_600_000L; case "day" -> 86_400_000L; default -> 0; };
      if (sizeMs > 0) return toTimestamp(Math.floorDiv(x, sizeMs) * sizeMs);
      return truncateDate(dayOf(x), unit).toEpochDay() * 86_400_000L;
    }`,
  truncateDate: java`
    /** Weeks start on Monday. */
    static LocalDate truncateDate(LocalDate x, String unit) {
      if (x == null) return null;
      return checkDate(switch (unit) {
        case "week" -> x.minusDays(x.getDayOfWeek().getValue() - 1L);
        case "month" -> x.withDayOfMonth(1);
        case "quarter" -> x.withDayOfMonth(1).withMonth((x.getMonthValue() - 1) / 3 * 3 + 1);
        case "year" -> x.withDayOfYear(1);
        default -> x;
      });
    }`,
  extractTimestamp: java`
    static Long extractTimestamp(Long x, String part) {
      if (x == null) return null;
      return switch (part) {
        case "hour" -> Math.floorMod(x, 86_400_000L) / 3_600_000L;
        case "minute" -> Math.floorMod(x, 3_600_000L) / 60_000L;
        case "second" -> Math.floorMod(x, 60_000L) / 1000L;
        case "millisecond" -> Math.floorMod(x, 1000L);
        default -> extractDate(dayOf(x), part);
      };
    }`,
  extractDate: java`
    static Long extractDate(LocalDate x, String part) {
      if (x == null) return null;
      return (long) switch (part) {
        case "year" -> x.getYear();
        case "quarter" -> (x.getMonthValue() + 2) / 3;
        case "month" -> x.getMonthValue();
        case "day" -> x.getDayOfMonth();
        case "dayOfWeek" -> x.getDayOfWeek().getValue();
        default -> x.getDayOfYear();
      };
    }`,
  addToTimestamp: java`
    static Long addToTimestamp(Long x, Long milliseconds) {
      if (x == null || milliseconds == null) return null;
      if (milliseconds > 2 * MAX_TIME_MS || milliseconds < -2 * MAX_TIME_MS) return fail("outside 0001-01-01 to 9999-12-31");
      return toTimestamp(x + milliseconds);
    }`,
  addToDate: java`
    static LocalDate addToDate(LocalDate x, Long days) {
      if (x == null || days == null) return null;
      return days > 10_000_000 || days < -10_000_000 ? fail("outside 0001-01-01 to 9999-12-31") : checkDate(x.plusDays(days));
    }`,
  millisecondsBetween: java`
    static Long millisecondsBetween(Long x, Long y) {
      return x == null || y == null ? null : (Long) (x - y);
    }`,
  daysBetween: java`
    static Long daysBetween(LocalDate x, LocalDate y) {
      return x == null || y == null ? null : (Long) (x.toEpochDay() - y.toEpochDay());
    }`,
  timestampToText: java`
    static String timestampToText(Long x) {
      if (x == null) return null;
      long time = Math.floorMod(x, 86_400_000L);
      return String.format("%sT%02d:%02d:%02d.%03dZ", dayOf(x), time / 3_600_000, time / 60_000 % 60, time / 1000 % 60, time % 1000);
    }`,
  timestampToDate: java`
    static LocalDate timestampToDate(Long x) {
      return x == null ? null : dayOf(x);
    }`,
  dateToTimestamp: java`
    static Long dateToTimestamp(LocalDate x) {
      return x == null ? null : (Long) (x.toEpochDay() * 86_400_000L);
    }`,
  dateToText: java`
    static String dateToText(LocalDate x) {
      return x == null ? null : x.toString();
    }`,
  parseDate: java`
    /** YYYY-MM-DD; null for anything else. */
    static LocalDate parseDate(String x) {
      if (!x.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) return null;
      try { return x.startsWith("0000") ? null : LocalDate.parse(x); } catch (DateTimeException invalid) { return null; }
    }`,
  textToDate: java`
    static LocalDate textToDate(String x) {
      if (x == null) return null;
      LocalDate date = parseDate(x);
      return date == null ? fail("the text is not a date") : date;
    }`,
  textToTimestamp: java`
    /** ISO 8601 with a zone. */
    static Long textToTimestamp(String x) {
      if (x == null) return null;
      Matcher m = Pattern.compile("(.{10})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,9}))?)?(?:Z|([+-])([0-9]{2}):([0-9]{2}))").matcher(x);
      Long time = m.matches() ? timeOf(m.group(1), m.group(2), m.group(3), m.group(4), m.group(5), m.group(6), m.group(7), m.group(8)) : null;
      return time == null ? fail("the text is not a time with a zone") : toTimestamp(time);
    }`,
  timeOf: java`
    /** Epoch ms of the parts of a time, cut to the millisecond; null where they are none. */
    static Long timeOf(String day, String hour, String minute, String second, String fraction, String sign, String offsetHour, String offsetMinute) {
      LocalDate date = parseDate(day);
      long h = Long.parseLong(hour), m = Long.parseLong(minute), s = second == null ? 0 : Long.parseLong(second);
      long zh = offsetHour == null ? 0 : Long.parseLong(offsetHour), zm = offsetMinute == null ? 0 : Long.parseLong(offsetMinute);
      if (date == null || h > 23 || m > 59 || s > 59 || zh > 23 || zm > 59) return null;
      long ms = fraction == null ? 0 : Long.parseLong((fraction + "000").substring(0, 3));
      long offset = (zh * 60 + zm) * ("-".equals(sign) ? -60_000 : 60_000);
      return date.toEpochDay() * 86_400_000L + ((h * 60 + m) * 60 + s) * 1000 + ms - offset;
    }`,
}
