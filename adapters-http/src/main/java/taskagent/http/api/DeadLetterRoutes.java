package taskagent.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import taskagent.domain.access.Operation;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.DeadLetters.DeadLetter;
import taskagent.http.answer.Answer;
import taskagent.http.answer.JsonBytes;
import taskagent.http.answer.Problem;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;

/** Dead letters: list, show, replay and drop them (specification §6). */
final class DeadLetterRoutes {

  private static final int LIMIT = 50;
  private static final int MOST = 500;

  private final DeadLetters letters;

  DeadLetterRoutes(DeadLetters letters) {
    this.letters = letters;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/dead-letters", Operation.READ_DEAD_LETTERS, this::list),
        Route.post("/dead-letters/replay", Operation.CHANGE_DEAD_LETTERS, this::replayAll),
        Route.get("/dead-letters/{dead_letter_id}", Operation.READ_DEAD_LETTERS, this::find),
        Route.delete("/dead-letters/{dead_letter_id}", Operation.CHANGE_DEAD_LETTERS, this::drop),
        Route.post(
            "/dead-letters/{dead_letter_id}/replay", Operation.CHANGE_DEAD_LETTERS, this::replay));
  }

  private Answer list(ApiRequest call) {
    var page =
        letters.list(
            NumberParameter.read(call, "after", 0, 0, Long.MAX_VALUE),
            (int) NumberParameter.read(call, "limit", LIMIT, 1, MOST));
    return Answer.json(
        Status.OK_200,
        json -> {
          json.writeArrayFieldStart("items");
          for (var letter : page.items()) {
            json.writeStartObject();
            write(json, letter);
            json.writeEndObject();
          }
          json.writeEndArray();
          JsonBytes.text(
              json,
              "next",
              page.next().stream().mapToObj(Long::toString).findFirst()); // null on the last page
        });
  }

  private Answer find(ApiRequest call) {
    return letters
        .find(call.deadLetter())
        .map(
            letter ->
                Answer.json(
                    Status.OK_200,
                    json -> {
                      write(json, letter);
                      json.writeFieldName("data");
                      json.writeRawValue(letter.event().data());
                    }))
        .orElseGet(() -> Problem.unknownDeadLetter().answer(call.path()));
  }

  private Answer drop(ApiRequest call) {
    return letters.drop(call.deadLetter())
        ? Answer.empty(Status.NO_CONTENT_204)
        : Problem.unknownDeadLetter().answer(call.path());
  }

  private Answer replay(ApiRequest call) {
    var number = call.deadLetter();
    call.optionalForm().check();
    return letters.replay(number) ? replayed(1) : Problem.unknownDeadLetter().answer(call.path());
  }

  private Answer replayAll(ApiRequest call) {
    call.optionalForm().check();
    return replayed(letters.replayAll());
  }

  private static Answer replayed(long count) {
    return Answer.json(Status.ACCEPTED_202, json -> json.writeNumberField("replayed", count));
  }

  private static void write(JsonGenerator json, DeadLetter letter) throws IOException {
    var event = letter.event();
    json.writeStringField("dead_letter_id", Long.toString(letter.number()));
    JsonBytes.text(json, "event_id", event.id());
    JsonBytes.text(json, "topic", event.topic());
    JsonBytes.text(json, "type", event.type());
    JsonBytes.text(json, "subject", event.subject());
    JsonBytes.instant(json, "time", event.time());
    JsonBytes.instant(json, "dead_at", letter.deadAt());
    json.writeNumberField("attempts", letter.tries());
    JsonBytes.text(json, "reason", letter.reason());
  }
}
