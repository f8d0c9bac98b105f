import { type JavaMembers, java } from './member'

/** Reading records as strictly as the law, and writing rows as streambed's own runtime does. */
export const JSON_TEXT: JavaMembers = {
  Fault: java`
    /** Why a record can't be read. */
    static final class Fault extends RuntimeException {
      final String code;
      Fault(String code, String message) { super(message, null, false, false); this.code = code; }
    }`,
  NumberText: 'record NumberText(String text) {}',
  JSON: java`
    static final JsonFactory JSON = JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).maxStringLength(Integer.MAX_VALUE).maxNumberLength(Integer.MAX_VALUE).build())
        .build();`,
  parse: java`
    /** The members of a JSON object; of a name that comes twice the last. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> parse(byte[] record, int maxBytes) {
      try {
        JsonParser parser = JSON.createParser(textOf(record, maxBytes));
        if (parser.nextToken() == null) throw new Fault("malformed", "the record is empty");
        Object value = readJson(parser);
        if (parser.nextToken() != null) throw new Fault("malformed", "the record must end after its object");
        if (value instanceof Map<?, ?> members) return (Map<String, Object>) members;
        throw new Fault("wrong-type", "a record is an object");
      } catch (StreamConstraintsException deep) {
        throw new Fault("too-deep", "more than 64 objects and arrays in one another");
      } catch (IOException malformed) {
        throw new Fault("malformed", "the record is not JSON");
      }
    }`,
  textOf: java`
    /** A record as text, without a byte order mark. */
    static String textOf(byte[] record, int maxBytes) {
      if (record == null) throw new Fault("malformed", "the record has no value");
      if (record.length > maxBytes) throw new Fault("too-large", "got " + record.length + " bytes; at most " + maxBytes + " are allowed");
      try {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
      } catch (CharacterCodingException invalid) {
        throw new Fault("invalid-utf8", "the record is not UTF-8");
      }
    }`,
  readJson: java`
    /** Numbers stay text, so that no digit is lost. */
    static Object readJson(JsonParser parser) throws IOException {
      switch (parser.currentToken()) {
        case VALUE_STRING: return whole(parser.getText());
        case VALUE_NUMBER_INT: case VALUE_NUMBER_FLOAT: return new NumberText(parser.getText());
        case VALUE_TRUE: return true;
        case VALUE_FALSE: return false;
        case START_ARRAY: {
          List<Object> list = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) list.add(readJson(parser));
          return list;
        }
        case START_OBJECT: {
          Map<String, Object> members = new HashMap<>();
          while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = whole(parser.currentName());
            parser.nextToken();
            members.put(name, readJson(parser));
          }
          return members;
        }
        default: return null;
      }
    }`,
  whole: java`
    /** A text without halves of surrogate pairs. */
    static String whole(String text) {
      for (int index = 0; index < text.length(); index++) {
        if (!Character.isSurrogate(text.charAt(index))) continue;
        if (!Character.isHighSurrogate(text.charAt(index)) || ++index == text.length() || !Character.isLowSurrogate(text.charAt(index)))
          throw new Fault("lone-surrogate", "an escape gives half of a surrogate pair");
      }
      return text;
    }`,
  required: java`
    static Object required(Map<String, Object> members, String name) {
      Object value = members.get(name);
      if (value == null) throw new Fault("missing-field", name + " is required");
      return value;
    }`,
  eventTime: java`
    /** The event time, which must be there. */
    static Object eventTime(Map<String, Object> members, String name) {
      Object value = members.get(name);
      if (value == null) throw new Fault("invalid-time", name + " is the event time, which is required");
      return value;
    }`,
  wrongType: java`
    static Fault wrongType(String allowed) {
      return new Fault("wrong-type", allowed + " is required");
    }`,
  readString: java`
    static String readString(Object value) {
      if (value == null || value instanceof String) return (String) value;
      throw wrongType("string");
    }`,
  readEnum: java`
    static String readEnum(Object value, String... values) {
      String text = readString(value);
      if (text == null || Arrays.asList(values).contains(text)) return text;
      throw new Fault("out-of-range", "the text is not a value of the enum");
    }`,
  readBoolean: java`
    static Boolean readBoolean(Object value) {
      if (value == null || value instanceof Boolean) return (Boolean) value;
      throw wrongType("boolean");
    }`,
  readNumber: java`
    static BigDecimal readNumber(Object value, String allowed) {
      if (value instanceof NumberText number) return numberOf(number.text());
      throw wrongType(allowed);
    }`,
  readInt64: java`
    /** An integer in value: 1.0 and 1e3 are. */
    static Long readInt64(Object value) {
      if (value == null) return null;
      BigDecimal number = readNumber(value, "int64").stripTrailingZeros();
      if (number.signum() == 0) return 0L;
      if (number.scale() > 0) throw wrongType("int64");
      if ((long) number.precision() - number.scale() <= 19) {
        BigInteger whole = number.toBigIntegerExact();
        if (whole.bitLength() < 64) return whole.longValue();
      }
      throw new Fault("out-of-range", "an int64 is from -2^63 to 2^63 - 1");
    }`,
  readDouble: java`
    static Double readDouble(Object value) {
      if (value == null) return null;
      if (!(value instanceof NumberText number)) throw wrongType("double");
      double x = Double.parseDouble(number.text());
      if (!Double.isFinite(x)) throw new Fault("out-of-range", "a double must be finite");
      return x;
    }`,
  readDecimal: java`
    /** A number, or a text that holds one without exponent; exact. */
    static BigDecimal readDecimal(Object value, int precision, int scale) {
      if (value == null) return null;
      if (value instanceof String text && !text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?")) throw wrongType("decimal");
      BigDecimal number = (value instanceof String text ? new BigDecimal(text) : readNumber(value, "decimal")).stripTrailingZeros();
      if (number.signum() == 0) return BigDecimal.ZERO.setScale(scale);
      if (number.scale() > scale || (long) number.precision() - number.scale() + scale > precision)
        throw new Fault("out-of-range", "beyond decimal(" + precision + ", " + scale + ")");
      return number.setScale(scale);
    }`,
  readBytes: java`
    /** Base64 with padding, and no bits beyond the bytes. */
    static byte[] readBytes(Object value) {
      if (value == null) return null;
      String text = readString(value);
      try {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (Base64.getEncoder().encodeToString(bytes).equals(text)) return bytes;
      } catch (IllegalArgumentException invalid) {
        // Refused below, as is text that would be written otherwise.
      }
      throw wrongType("base64 with padding");
    }`,
  readDate: java`
    static LocalDate readDate(Object value) {
      if (value == null) return null;
      LocalDate date = parseDate(readString(value));
      if (date == null) throw new Fault("invalid-time", "allowed is YYYY-MM-DD");
      return date;
    }`,
  ISO_TIME: java`
    static final Pattern ISO_TIME = Pattern.compile("(.{10})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?(?:[Zz]|([+-])([0-9]{2})(?::?([0-9]{2}))?)?");`,
  SQL_TIME: java`
    static final Pattern SQL_TIME = Pattern.compile("(.{10}) ([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?()?()?()?");`,
  readTimeText: java`
    /** A date and time as epoch ms, cut to the millisecond. */
    static Long readTimeText(Object value, Pattern form) {
      if (value == null) return null;
      Matcher m = form.matcher(readString(value));
      Long time = m.matches() ? timeOf(m.group(1), m.group(2), m.group(3), m.group(4), m.group(5), m.group(6), emptyToNull(m.group(7)), emptyToNull(m.group(8))) : null;
      if (time == null || time < MIN_TIME_MS || time > MAX_TIME_MS) throw new Fault("invalid-time", "the text is not a time in the years 0001 to 9999");
      return time;
    }`,
  emptyToNull: java`
    static String emptyToNull(String text) {
      return text == null || text.isEmpty() ? null : text;
    }`,
  readEpoch: java`
    /** A number of a unit of 10^power milliseconds, cut towards minus infinity. */
    static Long readEpoch(Object value, int power) {
      if (value == null) return null;
      BigDecimal number = readNumber(value, "number").stripTrailingZeros();
      if (number.signum() == 0) return 0L;
      BigDecimal scaled = number.scaleByPowerOfTen(power);
      if ((long) scaled.precision() - scaled.scale() <= 15) {
        // Far below one: rounding would write all zeros out.
        long time = (long) scaled.precision() - scaled.scale() < 0 ? (scaled.signum() < 0 ? -1 : 0) : scaled.setScale(0, RoundingMode.FLOOR).longValue();
        if (time >= MIN_TIME_MS && time <= MAX_TIME_MS) return time;
      }
      throw new Fault("invalid-time", "the time is outside the years 0001 to 9999");
    }`,
  readList: java`
    static <T> List<T> readList(Object value, boolean optional, Function<Object, T> read) {
      if (value == null) return null;
      if (!(value instanceof List<?> elements)) throw wrongType("list");
      List<T> list = new ArrayList<>();
      for (Object element : elements) {
        if (element == null && !optional) throw new Fault("missing-field", "the list's elements are required");
        list.add(read.apply(element));
      }
      return list;
    }`,
  readRecord: java`
    @SuppressWarnings("unchecked")
    static Map<String, Object> readRecord(Object value, Function<Map<String, Object>, Map<String, Object>> read) {
      if (value == null) return null;
      if (!(value instanceof Map<?, ?> members)) throw wrongType("record");
      return read.apply((Map<String, Object>) members);
    }`,
  recordOf: java`
    /** A record of names and values in turn. */
    static Map<String, Object> recordOf(Object... namesAndValues) {
      Map<String, Object> record = new LinkedHashMap<>();
      for (int index = 0; index < namesAndValues.length; index += 2) record.put((String) namesAndValues[index], namesAndValues[index + 1]);
      return record;
    }`,
  writeJson: java`
    /** Decimals as texts, dates as YYYY-MM-DD, bytes as base64, times as epoch ms. */
    static void writeJson(JsonGenerator json, Object value) throws IOException {
      if (value == null) json.writeNull();
      else if (value instanceof Long number) json.writeNumber(number);
      else if (value instanceof Integer number) json.writeNumber(number);
      else if (value instanceof Double number) json.writeNumber(number);
      else if (value instanceof Boolean truth) json.writeBoolean(truth);
      else if (value instanceof BigDecimal decimal) json.writeString(decimal.toPlainString());
      else if (value instanceof byte[] bytes) json.writeString(Base64.getEncoder().encodeToString(bytes));
      else if (value instanceof List<?> list) {
        json.writeStartArray();
        for (Object element : list) writeJson(json, element);
        json.writeEndArray();
      } else if (value instanceof Map<?, ?> members) {
        json.writeStartObject();
        for (Map.Entry<?, ?> member : members.entrySet()) {
          json.writeFieldName((String) member.getKey());
          writeJson(json, member.getValue());
        }
        json.writeEndObject();
      } else json.writeString(value.toString());
    }`,
  jsonBytes: java`
    static byte[] jsonBytes(Object value) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (JsonGenerator json = JSON.createGenerator(bytes)) {
        writeJson(json, value);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      return bytes.toByteArray();
    }`,
}
