package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written by another version or is damaged is refused, and it is said what is wrong. */
final class UnreadableDocumentsTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Fields that need not be there. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "before_overdue",
          "assignee",
          "deadline",
          "title",
          "description",
          "cause",
          "outcome",
          "last_error",
          "wake_at",
          "from",
          "refused");

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of("a task", TaskJson.write(Samples.task()), reader(TaskJson::read)),
        Arguments.of(
            "a conversation",
            ConversationJson.write(Samples.conversation()),
            reader(ConversationJson::read)),
        Arguments.of(
            "a saga's state",
            SagaStateJson.write(Samples.sagaState()),
            reader(SagaStateJson::read)),
        Arguments.of(
            "a journal's entry", JournalJson.write(Samples.journal()), reader(JournalJson::read)),
        Arguments.of("a workflow's request", RunJson.write(Samples.run()), reader(RunJson::read)),
        Arguments.of(
            "a timeline",
            TaskEventJson.writeAll(Samples.timeline()),
            reader(TaskEventJson::readAll)));
  }

  private static Function<String, Object> reader(Function<String, ?> read) {
    return read::apply;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void anotherFormatIsRefusedAndBothAreNamed(
      String kind, String text, Function<String, Object> read) {
    for (var format : List.of("0", "2", "-1", "99")) {
      assertThatThrownBy(() -> read.apply(text.replace("\"format\":1", "\"format\":" + format)))
          .isInstanceOf(UnreadableDocument.class)
          .hasMessage(kind + " has format " + format + ", and this version reads 1");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void aDocumentThatDoesNotSayItsFormatIsRefused(
      String kind, String text, Function<String, Object> read) {
    for (var format : List.of("", "\"format\":\"1\",", "\"format\":1.5,", "\"format\":null,")) {
      assertThatThrownBy(() -> read.apply(text.replace("\"format\":1,", format)))
          .isInstanceOf(UnreadableDocument.class)
          .hasMessageContaining("format");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "null", "[]", "1", "\"text\"", "{", "{}", "{\"format\":1}", "<task/>"})
  void whatIsNoDocumentIsRefused(String text) {
    documents()
        .forEach(
            document -> {
              @SuppressWarnings("unchecked")
              var read = (Function<String, Object>) document.get()[2];
              assertThatThrownBy(() -> read.apply(text)).isInstanceOf(UnreadableDocument.class);
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void aDocumentThatWasCutOrRunsOnIsRefused(
      String kind, String text, Function<String, Object> read) {
    assertThatThrownBy(() -> read.apply(text.substring(0, text.length() - 1)))
        .isInstanceOf(UnreadableDocument.class);
    assertThatThrownBy(() -> read.apply(text + "}")).isInstanceOf(UnreadableDocument.class);
    assertThatThrownBy(() -> read.apply(text + text)).isInstanceOf(UnreadableDocument.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void aFieldThatIsMissingIsNamed(String kind, String text, Function<String, Object> read) {
    for (var damage : damages(text, (object, field) -> object.remove(field))) {
      if (!OPTIONAL.contains(damage.field())) {
        assertThatThrownBy(() -> read.apply(damage.text()))
            .as("without %s", damage.field())
            .isInstanceOf(UnreadableDocument.class)
            .hasMessageContaining(damage.field());
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void aFieldOfAnotherTypeIsRefusedAndNeverTakenForMissing(
      String kind, String text, Function<String, Object> read) {
    for (var damage : damages(text, UnreadableDocumentsTest::retype)) {
      assertThatThrownBy(() -> read.apply(damage.text()))
          .as("with another type of %s", damage.field())
          .isInstanceOf(UnreadableDocument.class);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void aNumberThatIsOutOfRangeIsRefused(String kind, String text, Function<String, Object> read) {
    var huge = new java.math.BigInteger("99999999999999999999");
    for (var damage :
        damages(
            text,
            (object, field) -> {
              if (object.get(field).isNumber()) {
                object.put(field, huge);
              }
            })) {
      if (damage.text().contains(huge.toString())) {
        assertThatThrownBy(() -> read.apply(damage.text()))
            .as("with a huge %s", damage.field())
            .isInstanceOf(UnreadableDocument.class);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void aWordThatIsNotKnownIsRefused(String kind, String text, Function<String, Object> read) {
    var known =
        Set.of(
            "status",
            "before_overdue",
            "cause",
            "outcome",
            "phase",
            "role",
            "input",
            "result",
            "why",
            "event_type",
            "from",
            "to",
            "task_id",
            "user_id");
    var damages =
        damages(
            text,
            (object, field) -> {
              if (known.contains(field)) {
                object.put(field, "no such thing");
              }
            });
    assertThat(damages).isNotEmpty();
    for (var damage : damages) {
      if (known.contains(damage.field())) {
        assertThatThrownBy(() -> read.apply(damage.text()))
            .as("with an unknown %s", damage.field())
            .isInstanceOf(UnreadableDocument.class)
            .hasMessageContaining(damage.field());
      }
    }
  }

  private static void retype(ObjectNode object, String field) {
    var value = object.get(field);
    if (value.isTextual()) {
      object.put(field, 5);
    } else if (value.isArray()) {
      object.putObject(field);
    } else {
      object.putArray(field);
    }
  }

  /** A document in which one field is damaged. */
  private record Damage(String field, String text) {}

  @FunctionalInterface
  private interface Harm {
    void to(ObjectNode object, String field);
  }

  /** The document once for every field in it, each time with that one damaged. */
  private static List<Damage> damages(String text, Harm harm) {
    var all = new ArrayList<Damage>();
    int count = fields(parse(text), _ -> {});
    for (int i = 0; i < count; i++) {
      var document = parse(text);
      int wanted = i;
      var seen = new int[1];
      fields(
          document,
          place -> {
            if (seen[0]++ == wanted) {
              harm.to(place.object(), place.field());
              all.add(new Damage(place.field(), "")); // its text is not final before the walk ends
            }
          });
      all.set(i, new Damage(all.get(i).field(), document.toString()));
    }
    return all;
  }

  private record Place(ObjectNode object, String field) {}

  /** Visits every field of every object; how many there are. */
  private static int fields(JsonNode node, Consumer<Place> visit) {
    int count = 0;
    if (node instanceof ObjectNode object) {
      var names = new ArrayList<String>();
      object.fieldNames().forEachRemaining(names::add);
      for (var name : names) {
        count += 1 + fields(object.get(name), visit);
        visit.accept(new Place(object, name));
      }
    } else if (node instanceof ArrayNode array) {
      for (var each : array) {
        count += fields(each, visit);
      }
    }
    return count;
  }

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
