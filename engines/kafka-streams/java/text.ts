import { type JavaMembers, java } from './member'

/** Texts by code points. */
export const TEXT: JavaMembers = {
  lower: java`
    static String lower(String x) {
      return x == null ? null : x.toLowerCase(Locale.ROOT);
    }`,
  upper: java`
    static String upper(String x) {
      return x == null ? null : x.toUpperCase(Locale.ROOT);
    }`,
  trim: java`
    /** Spaces only. */
    static String trim(String x) {
      if (x == null) return null;
      int start = 0, end = x.length();
      while (start < end && x.charAt(start) == ' ') start++;
      while (end > start && x.charAt(end - 1) == ' ') end--;
      return x.substring(start, end);
    }`,
  length: java`
    static Long length(String x) {
      return x == null ? null : (Long) (long) x.codePointCount(0, x.length());
    }`,
  concat: java`
    static String concat(String... texts) {
      for (String text : texts) if (text == null) return null;
      return bounded(String.join("", texts));
    }`,
  bounded: java`
    /** A text may have 2^24 UTF-16 units. */
    static String bounded(String x) {
      return x.length() > 1 << 24 ? fail("a text of more than 16777216 UTF-16 units") : x;
    }`,
  substring: java`
    static String substring(String x, Long start, Long length) {
      if (x == null || start == null || length == null) return null;
      if (start < 1) return fail("substring starts below 1");
      if (length < 0) return fail("substring has a length below 0");
      int units = x.length(), points = x.codePointCount(0, units);
      if (start > points) return "";
      int from = x.offsetByCodePoints(0, (int) (start - 1));
      return x.substring(from, x.offsetByCodePoints(from, (int) Math.min(length, points - (start - 1))));
    }`,
  startsWith: java`
    static Boolean startsWith(String x, String y) {
      return x == null || y == null ? null : (Boolean) x.startsWith(y);
    }`,
  endsWith: java`
    static Boolean endsWith(String x, String y) {
      return x == null || y == null ? null : (Boolean) x.endsWith(y);
    }`,
  contains: java`
    static Boolean contains(String x, String y) {
      return x == null || y == null ? null : (Boolean) x.contains(y);
    }`,
  replace: java`
    static String replace(String x, String search, String replacement) {
      if (x == null || search == null || replacement == null) return null;
      return search.isEmpty() ? fail("replace searches for an empty text") : bounded(x.replace(search, replacement));
    }`,
  split: java`
    static List<String> split(String x, String separator) {
      if (x == null || separator == null) return null;
      if (separator.isEmpty()) return fail("split at an empty separator");
      List<String> parts = new ArrayList<>();
      int start = 0;
      for (int end = x.indexOf(separator); end >= 0; end = x.indexOf(separator, start)) {
        parts.add(x.substring(start, end));
        start = end + separator.length();
      }
      parts.add(x.substring(start));
      return parts;
    }`,
  splitPart: java`
    static String splitPart(String x, String separator, Long part) {
      if (x == null || separator == null || part == null) return null;
      List<String> parts = split(x, separator);
      if (part < 1) return fail("splitPart asks for a part below 1");
      return part > parts.size() ? null : parts.get((int) (part - 1));
    }`,
  hashText: java`
    static String hashText(String x) {
      return x == null ? null : hashBytes(x.getBytes(StandardCharsets.UTF_8));
    }`,
  hashBytes: java`
    static String hashBytes(byte[] x) {
      if (x == null) return null;
      try { return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(x)); }
      catch (NoSuchAlgorithmException missing) { throw new IllegalStateException(missing); }
    }`,
  listContains: java`
    static Boolean listContains(List<?> list, Object value) {
      if (list == null || value == null) return null;
      for (Object element : list) if (element != null && compare(element, value) == 0) return true;
      return false;
    }`,
  listSize: java`
    static Long listSize(List<?> list) {
      return list == null ? null : (Long) (long) list.size();
    }`,
  listElement: java`
    @SuppressWarnings("unchecked")
    static <T> T listElement(List<?> list, Long index) {
      if (list == null || index == null) return null;
      if (index < 1) return fail("listElement asks for an element below 1");
      return index > list.size() ? null : (T) list.get((int) (index - 1));
    }`,
  member: java`
    @SuppressWarnings("unchecked")
    static <T> T member(Map<String, Object> record, String name) {
      return record == null ? null : (T) record.get(name);
    }`,
  textToInt64: java`
    static Long textToInt64(String x) {
      if (x == null) return null;
      if (!x.matches("[+-]?[0-9]+")) return fail("the text is not an integer");
      try { return Long.parseLong(x); } catch (NumberFormatException overflow) { return fail("outside int64"); }
    }`,
  textToDouble: java`
    static Double textToDouble(String x) {
      if (x == null) return null;
      return JSON_NUMBER.matcher(x).matches() ? finite(Double.parseDouble(x)) : fail("the text is not a number as JSON writes it");
    }`,
  textToDecimal: java`
    static BigDecimal textToDecimal(String x, int precision, int scale) {
      if (x == null) return null;
      if (!JSON_NUMBER.matcher(x).matches()) return fail("the text is not a number as JSON writes it");
      return toDecimal(numberOf(x), precision, scale);
    }`,
  JSON_NUMBER: java`
    static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");`,
  numberOf: java`
    /** A number as JSON writes it. Exponents beyond those of a BigDecimal are as good as these. */
    static BigDecimal numberOf(String text) {
      int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
      if (exponent < 0) return new BigDecimal(text);
      BigDecimal digits = new BigDecimal(text.substring(0, exponent));
      if (digits.signum() == 0) return digits;
      BigInteger power = new BigInteger(text.substring(exponent + 1)).max(BigInteger.valueOf(-100_000_000)).min(BigInteger.valueOf(100_000_000));
      return digits.scaleByPowerOfTen(power.intValue());
    }`,
  textToBoolean: java`
    static Boolean textToBoolean(String x) {
      return x == null ? null : x.equals("true") ? (Boolean) true : x.equals("false") ? (Boolean) false : fail("the text is neither true nor false");
    }`,
  textToEnum: java`
    static String textToEnum(String x, String... values) {
      return x == null || Arrays.asList(values).contains(x) ? x : fail("the text is not a value of the enum");
    }`,
  textToBytes: java`
    static byte[] textToBytes(String x) {
      return x == null ? null : x.getBytes(StandardCharsets.UTF_8);
    }`,
  bytesToText: java`
    static String bytesToText(byte[] x) {
      if (x == null) return null;
      try { return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(x)).toString(); }
      catch (CharacterCodingException invalid) { return fail("the bytes are not UTF-8"); }
    }`,
  booleanToText: java`
    static String booleanToText(Boolean x) {
      return x == null ? null : x.toString();
    }`,
  booleanToInt64: java`
    static Long booleanToInt64(Boolean x) {
      return x == null ? null : (Long) (x ? 1L : 0L);
    }`,
  int64ToText: java`
    static String int64ToText(Long x) {
      return x == null ? null : x.toString();
    }`,
  decimalToText: java`
    static String decimalToText(BigDecimal x) {
      return x == null ? null : x.toPlainString();
    }`,
}
