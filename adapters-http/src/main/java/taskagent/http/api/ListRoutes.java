package taskagent.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import taskagent.domain.access.Operation;
import taskagent.domain.audit.AuditAction;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.bulk.BulkView;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.explain.Explanation;
import taskagent.domain.port.Removed;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.view.Condition.Label;
import taskagent.domain.view.Condition.OneOf;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Lists;
import taskagent.domain.view.Lists.Page;
import taskagent.domain.view.QueryRefused;
import taskagent.domain.view.Sort.By;
import taskagent.http.answer.Answer;
import taskagent.http.answer.JsonBytes;
import taskagent.http.answer.Problem;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.Problem.FieldError;
import taskagent.http.answer.ProblemException;
import taskagent.http.filter.AuditFilter;
import taskagent.http.filter.RunFilter;
import taskagent.http.filter.TaskFilter;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;

/**
 * Lists of tasks, workflows, bulks and the audit: filtered, sorted, and in pages (specification
 * §14).
 */
final class ListRoutes {

  private static final List<String> OF_TASKS =
      List.of("q", "sort", "limit", "after", "min", "explain");
  private static final List<String> OF_RUNS = List.of("q", "sort", "limit", "after");
  private static final List<String> OF_BULKS = List.of("sort", "limit", "after");

  /** Where bulks are begun. */
  private static final Filter<AuditKind> BULKS =
      new Filter<>(
          List.of(AuditKind.BULK),
          List.of(new OneOf(Label.ACTION, List.of(AuditAction.BEGIN.wireName()), false)));

  private final Optional<Lists> lists;
  private final Bulks bulks;
  private final Explanations explanations;
  private final LargeReads reads = new LargeReads(8, Duration.ofSeconds(5));

  ListRoutes(Optional<Lists> lists, Bulks bulks, Explanations explanations) {
    this.lists = lists;
    this.bulks = bulks;
    this.explanations = explanations;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/tasks", Operation.READ_TASKS, this::tasks),
        Route.get("/workflows", Operation.READ_TASKS, this::workflows),
        Route.get("/audit", Operation.READ_AUDIT, this::audit),
        Route.get("/bulk", Operation.READ_TASKS, this::bulks));
  }

  private Lists lists() {
    return lists.orElseThrow(
        () ->
            new ProblemException(
                Problem.notOnThisEngine(
                    "This server has no lists, because it cannot use its data folder; see its log")));
  }

  private Answer tasks(ApiRequest call) {
    var from = lists();
    var parameters = new ListParameters(call, OF_TASKS);
    var query = parameters.query(TaskFilter::read, List.of(By.DUE, By.UPDATED, By.CREATED));
    boolean explain = parameters.explain();
    return answer(() -> from.tasks(query), (json, task) -> write(json, task, explain));
  }

  private Answer workflows(ApiRequest call) {
    var from = lists();
    var query =
        new ListParameters(call, OF_RUNS).query(RunFilter::read, List.of(By.UPDATED, By.CREATED));
    return answer(() -> from.runs(query), ItemJson::write);
  }

  private Answer audit(ApiRequest call) {
    var from = lists();
    var query = new ListParameters(call, OF_RUNS).query(AuditFilter::read, List.of(By.CREATED));
    return answer(() -> from.audit(query), ItemJson::write);
  }

  /** The audit knows which bulks there are, and the engine how far each is. */
  private Answer bulks(ApiRequest call) {
    var from = lists();
    var query = new ListParameters(call, OF_BULKS).query((_, _) -> BULKS, List.of(By.CREATED));
    return answer(() -> begun(from.audit(query)), BulkRoutes::write);
  }

  private Page<BulkView> begun(Page<AuditEntry> page) {
    var items = page.items().stream().flatMap(entry -> bulk(entry.id()).stream()).toList();
    return new Page<>(items, page.next(), page.total(), page.asOf(), page.stale());
  }

  /** Returns a bulk; empty if it was removed. */
  private Optional<BulkView> bulk(String id) {
    try {
      return bulks.find(new RunId(id));
    } catch (Removed e) {
      return Optional.empty();
    }
  }

  /** Writes the fields of an item. */
  @FunctionalInterface
  private interface Item<T> {
    void to(JsonGenerator json, T item) throws IOException;
  }

  private <T> Answer answer(Supplier<Page<T>> list, Item<T> item) {
    try {
      return reads.read(
          () -> {
            var page = list.get();
            return Answer.json(Status.OK_200, json -> write(json, page, item));
          });
    } catch (QueryRefused e) {
      throw refused(e);
    }
  }

  private static ProblemException refused(QueryRefused e) {
    return switch (e.reason()) {
      case NO_CURSOR ->
          ProblemException.field("after", Code.ILL_FORMED, "must be the next of another page");
      case FOREIGN_CURSOR ->
          ProblemException.because(Status.BAD_REQUEST_400, "The cursor belongs to another query.");
      case TOO_SLOW ->
          new ProblemException(
              Problem.invalid(
                  List.of(
                      new FieldError(
                          "/q",
                          Code.OUT_OF_RANGE,
                          "The query takes too long. Add a filter that leaves fewer items."))));
    };
  }

  private static <T> void write(JsonGenerator json, Page<T> page, Item<T> item) throws IOException {
    json.writeArrayFieldStart("items");
    for (var each : page.items()) {
      json.writeStartObject();
      item.to(json, each);
      json.writeEndObject();
    }
    json.writeEndArray();
    JsonBytes.text(json, "next", page.next());
    json.writeObjectFieldStart("total");
    json.writeNumberField("value", page.total().value());
    json.writeStringField("relation", page.total().exact() ? "eq" : "gte");
    json.writeEndObject();
    ItemJson.write(json, page.asOf());
    json.writeBooleanField("stale", page.stale());
  }

  private void write(JsonGenerator json, TaskSnapshot task, boolean explain) throws IOException {
    ItemJson.write(json, task);
    if (!explain) {
      return;
    }
    var explanation = explanation(task.id());
    if (explanation.isPresent()) {
      json.writeObjectFieldStart("explain");
      Explanations.write(json, task.id(), explanation.get());
      json.writeEndObject();
    } else {
      json.writeNullField("explain");
    }
  }

  /** Returns the explanation; empty if the task was removed a moment ago. */
  private Optional<Explanation> explanation(TaskId id) {
    try {
      return explanations.of(id);
    } catch (Removed e) {
      return Optional.empty();
    }
  }
}
