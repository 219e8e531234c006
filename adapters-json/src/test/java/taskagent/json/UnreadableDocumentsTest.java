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

/** Documents of another version and damaged documents are refused with a reason. */
final class UnreadableDocumentsTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Optional fields. */
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
            "the state of a saga",
            SagaStateJson.write(Samples.sagaState()),
            reader(SagaStateJson::read)),
        Arguments.of(
            "a journal entry", JournalJson.write(Samples.journal()), reader(JournalJson::read)),
        Arguments.of(
            "the request of a workflow", RunJson.write(Samples.run()), reader(RunJson::read)),
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
  void anotherFormatIsRefusedAndBothFormatsAreNamed(
      String kind, String text, Function<String, Object> read) {
    var readable =
        switch (kind) {
          case "a journal entry" -> "1 to 3";
          case "the state of a saga", "the request of a workflow" -> "1 to 2";
          default -> "1";
        };
    for (var format : List.of("0", "4", "-1", "99")) {
      assertThatThrownBy(() -> read.apply(text.replace("\"format\":1", "\"format\":" + format)))
          .isInstanceOf(UnreadableDocument.class)
          .hasMessage(kind + " has format " + format + ", and this version reads " + readable);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void aDocumentWithoutAFormatIsRefused(String kind, String text, Function<String, Object> read) {
    for (var format : List.of("", "\"format\":\"1\",", "\"format\":1.5,", "\"format\":null,")) {
      assertThatThrownBy(() -> read.apply(text.replace("\"format\":1,", format)))
          .isInstanceOf(UnreadableDocument.class)
          .hasMessageContaining("format");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "null", "[]", "1", "\"text\"", "{", "{}", "{\"format\":1}", "<task/>"})
  void aTextThatIsNoDocumentIsRefused(String text) {
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
  void aTruncatedOrExtendedDocumentIsRefused(
      String kind, String text, Function<String, Object> read) {
    assertThatThrownBy(() -> read.apply(text.substring(0, text.length() - 1)))
        .isInstanceOf(UnreadableDocument.class);
    assertThatThrownBy(() -> read.apply(text + "}")).isInstanceOf(UnreadableDocument.class);
    assertThatThrownBy(() -> read.apply(text + text)).isInstanceOf(UnreadableDocument.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void aMissingFieldIsNamed(String kind, String text, Function<String, Object> read) {
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
  void aFieldOfAnotherTypeIsRefusedAndNotTreatedAsMissing(
      String kind, String text, Function<String, Object> read) {
    for (var damage : damages(text, UnreadableDocumentsTest::retype)) {
      assertThatThrownBy(() -> read.apply(damage.text()))
          .as("with another type of %s", damage.field())
          .isInstanceOf(UnreadableDocument.class);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void anOutOfRangeNumberIsRefused(String kind, String text, Function<String, Object> read) {
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
  void anUnknownWordIsRefused(String kind, String text, Function<String, Object> read) {
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

  /** Returns one damaged copy of the document for each of its fields. */
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
              all.add(new Damage(place.field(), "")); // the text is complete only after the walk
            }
          });
      all.set(i, new Damage(all.get(i).field(), document.toString()));
    }
    return all;
  }

  private record Place(ObjectNode object, String field) {}

  /** Visits every field of every object; returns their number. */
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
