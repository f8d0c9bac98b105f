import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Compiles generated pipelines and runs them on Kafka Streams' TopologyTestDriver. Each line of the input is a case
 * {case, file, records, topics}; each line of the output its result {case, outputs} or {case, message}.
 */
public final class RunPipelines {
  /** Of records without an arrival time: no event is ahead of this one. */
  private static final long ARRIVAL_MS = 253_402_300_799_999L;
  /** A time at which every window is closed. */
  private static final long END_MS = 1_000_000_000_000_000L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final List<String> OPTIONS = List.of("-proc:none", "-nowarn", "-encoding", "US-ASCII");
  /** One for all cases: it keeps the jars open in which javac looks for classes. */
  private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

  public static void main(String[] arguments) throws Exception {
    String path = System.getProperty("java.class.path");
    FILES.setLocationFromPaths(StandardLocation.CLASS_PATH, Stream.of(path.split(java.io.File.pathSeparator)).map(Path::of).toList());
    // What libraries print must not be taken for a result.
    PrintStream results = System.out;
    System.setOut(System.err);
    try (BufferedReader cases = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = cases.readLine(); line != null; line = cases.readLine()) {
        JsonNode given = JSON.readTree(line);
        ObjectNode result = JSON.createObjectNode().put("case", given.get("case").asText());
        try {
          result.set("outputs", run(given));
        } catch (Throwable failure) {
          failure.printStackTrace();
          result.put("message", failure.toString());
        }
        results.write((JSON.writeValueAsString(result) + "\n").getBytes(StandardCharsets.UTF_8));
        results.flush();
      }
    }
    System.exit(0);
  }

  private static ObjectNode run(JsonNode given) throws Exception {
    Path classes = Files.createTempDirectory("pipeline");
    try {
      compile(Path.of(given.get("file").asText()), classes);
      try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
        Topology topology = (Topology) loader.loadClass("Pipeline").getMethod("topology", Properties.class).invoke(null, settings(given, classes));
        return rows(topology, given, settings(given, classes));
      }
    } finally {
      delete(classes);
    }
  }

  private static void compile(Path file, Path classes) {
    StringWriter errors = new StringWriter();
    try {
      FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      if (!COMPILER.getTask(errors, FILES, null, OPTIONS, null, FILES.getJavaFileObjects(file)).call())
        throw new IllegalStateException("javac refuses " + file + "\n" + errors);
    } catch (java.io.IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Properties settings(JsonNode given, Path folder) {
    Properties settings = new Properties();
    settings.put("application.id", "conformance");
    settings.put("bootstrap.servers", "nowhere:1");
    settings.put("state.dir", folder.resolve("state").toString());
    settings.put("statestore.cache.max.bytes", "0");
    settings.put("dsl.store.suppliers.class", BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class.getName());
    settings.put("topic.source", "source");
    settings.put("topic.dead-letters", "dead-letters");
    for (Iterator<Map.Entry<String, JsonNode>> topics = given.get("topics").fields(); topics.hasNext();) {
      Map.Entry<String, JsonNode> topic = topics.next();
      settings.put("topic.output." + topic.getKey(), topic.getValue().asText());
      settings.put("topic.late." + topic.getKey(), "late-" + topic.getValue().asText());
    }
    return settings;
  }

  private static ObjectNode rows(Topology topology, JsonNode given, Properties settings) throws Exception {
    ObjectNode outputs = JSON.createObjectNode();
    try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings)) {
      TestInputTopic<byte[], byte[]> source = driver.createInputTopic("source", new ByteArraySerializer(), new ByteArraySerializer());
      for (JsonNode record : given.get("records")) {
        if (record.has("tick")) source.pipeInput(tick(record.get("tick").asLong()));
        else {
          long arrival = record.get("arrival").asLong(ARRIVAL_MS);
          source.pipeInput(new TestRecord<>((byte[]) null, record.get("value").binaryValue(), new RecordHeaders(), arrival));
        }
      }
      source.pipeInput(tick(END_MS));
      List<String> topics = new ArrayList<>(List.of("dead-letters"));
      for (JsonNode topic : given.get("topics")) topics.addAll(List.of(topic.asText(), "late-" + topic.asText()));
      for (String topic : topics) {
        ArrayNode rows = outputs.putArray(topic);
        var rowsOfTopic = driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        for (byte[] row : rowsOfTopic.readValuesToList()) rows.add(new String(row, StandardCharsets.UTF_8));
      }
    }
    return outputs;
  }

  /** A record without value whose header has the time. */
  private static TestRecord<byte[], byte[]> tick(long time) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("tick", Long.toString(time).getBytes(StandardCharsets.UTF_8));
    return new TestRecord<>((byte[]) null, (byte[]) null, headers, ARRIVAL_MS);
  }

  private static void delete(Path folder) throws java.io.IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}
