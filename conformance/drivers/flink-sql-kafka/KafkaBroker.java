import com.fasterxml.jackson.databind.*;
import com.fasterxml.jackson.databind.node.*;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;

/**
 * One broker and its clients in one process. The first line of the output is the broker's address. Each line of the input is
 * {"topic", "partitions"} with records {"value": base64, "arrival": epoch ms or null}, which makes a topic and writes records into its partitions, or {"read"}, which answers with all records of a topic.
 */
public class KafkaBroker {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** The arrival of records without one: no event is ahead of it. */
  private static final long LAST_TIME_MS = 253_402_300_799_999L;

  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err);
    int[] ports = freePorts();
    String address = "127.0.0.1:" + ports[0];
    Path settings = settings(Path.of(arguments[0]), ports);
    int formatted = kafka.tools.StorageTool.execute(
        new String[] {"format", "-t", "MkU3OEVBNTcwNTJENDM2Qg", "-c", settings.toString()}, System.err);
    if (formatted != 0) throw new IllegalStateException("the storage could not be formatted");
    Thread broker = new Thread(() -> kafka.Kafka.main(new String[] {settings.toString()}));
    broker.setDaemon(true);
    broker.start();
    Map<String, Object> client = Map.of("bootstrap.servers", address);
    // One request at a time: a new partition that isn't led yet refuses the first one, and takes the second as its first, so that the first is lost (KAFKA-15591).
    Map<String, Object> writing = Map.of("bootstrap.servers", address, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    try (Admin admin = Admin.create(client);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
      admin.describeCluster(new DescribeClusterOptions().timeoutMs(60_000)).nodes().get();
      out.println(address);
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode command = JSON.readTree(line);
        ObjectNode answer = JSON.createObjectNode();
        if (command.has("topic")) write(command, admin, producer);
        else {
          ArrayNode records = answer.putArray("records");
          for (String record : read(command.get("read").asText(), client)) records.add(record);
        }
        out.println(JSON.writeValueAsString(answer));
        out.flush();
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static int[] freePorts() throws IOException {
    try (var first = new java.net.ServerSocket(0); var second = new java.net.ServerSocket(0)) {
      return new int[] {first.getLocalPort(), second.getLocalPort()};
    }
  }

  private static Path settings(Path folder, int[] ports) throws IOException {
    String text = String.join("\n",
        "process.roles=broker,controller",
        "node.id=1",
        "controller.quorum.voters=1@127.0.0.1:" + ports[1],
        "listeners=PLAINTEXT://127.0.0.1:" + ports[0] + ",CONTROLLER://127.0.0.1:" + ports[1],
        "advertised.listeners=PLAINTEXT://127.0.0.1:" + ports[0],
        "controller.listener.names=CONTROLLER",
        "log.dirs=" + folder.resolve("log"),
        "offsets.topic.replication.factor=1",
        "transaction.state.log.replication.factor=1",
        "transaction.state.log.min.isr=1",
        "share.coordinator.state.topic.replication.factor=1",
        "share.coordinator.state.topic.min.isr=1",
        "group.initial.rebalance.delay.ms=0",
        "offsets.topic.num.partitions=1",
        "transaction.state.log.num.partitions=1",
        "auto.create.topics.enable=false",
        "log.retention.ms=-1",
        // Records may be stamped with the last time there is.
        "log.message.timestamp.after.max.ms=9223372036854775807",
        "");
    return Files.writeString(folder.resolve("server.properties"), text);
  }

  private static void write(JsonNode command, Admin admin, KafkaProducer<byte[], byte[]> producer) throws Exception {
    String topic = command.get("topic").asText();
    JsonNode partitions = command.get("partitions");
    admin.createTopics(List.of(new NewTopic(topic, partitions.size(), (short) 1))).all().get();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int partition = 0; partition < partitions.size(); partition++)
      for (JsonNode record : partitions.get(partition))
        sent.add(producer.send(
            new ProducerRecord<>(topic, partition, record.get("arrival").asLong(LAST_TIME_MS), null, record.get("value").binaryValue())));
    producer.flush();
    // What could not be written says so here alone.
    for (Future<RecordMetadata> record : sent) record.get();
  }

  private static List<String> read(String topic, Map<String, Object> client) throws Exception {
    List<String> records = new ArrayList<>();
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], String> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream().map(info -> new TopicPartition(topic, info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition)))
        for (var record : consumer.poll(Duration.ofMillis(100))) records.add(record.value());
    }
    return records;
  }
}
