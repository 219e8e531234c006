package taskagent.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import taskagent.domain.access.Operation;
import taskagent.domain.bulk.BulkId;
import taskagent.domain.bulk.BulkProgress;
import taskagent.domain.bulk.BulkProgress.Refusal;
import taskagent.domain.bulk.BulkRequest;
import taskagent.domain.bulk.BulkView;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.bulk.Bulks.Begun;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.run.RunId;
import taskagent.domain.view.QueryRefused;
import taskagent.http.answer.Answer;
import taskagent.http.answer.JsonBytes;
import taskagent.http.answer.Problem;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.ProblemException;
import taskagent.http.connection.Connection;
import taskagent.http.filter.TaskFilter;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;

/** Bulks: begin one, see how far it is, stop it (specification §14). */
final class BulkRoutes {

  private static final String DRY_RUN = "dry_run";

  /** How many ids a dry run shows. */
  private static final int IDS_SHOWN = 100;

  private final Bulks bulks;
  private final BulkSources sources;
  private final BooleanSupplier closing;

  /**
   * Creates the routes.
   *
   * @param closing returns true if the server is shutting down, which ends all waits
   */
  BulkRoutes(Bulks bulks, BulkSources sources, BooleanSupplier closing) {
    this.bulks = bulks;
    this.sources = sources;
    this.closing = closing;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/bulk", Operation.CHANGE_TASKS, this::begin),
        Route.get("/bulk/{bulk_id}", Operation.READ_TASKS, Route.Load.WAIT, this::find),
        Route.post("/bulk/{bulk_id}/stop", Operation.CHANGE_TASKS, this::stop));
  }

  private Answer begin(ApiRequest call) {
    boolean dryRun = dryRun(call);
    var key = IdempotencyKeys.ofRequest(call); // checked also for a dry run
    var form = BulkForm.read(call, dryRun);
    try {
      return dryRun ? preview(call, form) : begin(call, form, key);
    } catch (QueryRefused e) {
      throw ProblemException.field(
          "q", Code.OUT_OF_RANGE, "takes too long; add a filter that leaves fewer tasks");
    }
  }

  private static boolean dryRun(ApiRequest call) {
    return switch (call.query(DRY_RUN).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ProblemException.field(DRY_RUN, Code.ILL_FORMED, "must be true or false");
    };
  }

  /** A repeated request gets its answer before the ids are looked for, which may differ now. */
  private Answer begin(ApiRequest call, BulkForm form, Optional<String> key) {
    var unique = UUID.randomUUID().toString();
    var id = BulkId.of(key.orElse(unique));
    var repeated = key.flatMap(_ -> bulks.repeated(id, form.fingerprint()));
    if (repeated.isPresent()) {
      return answer(id, repeated.get());
    }
    var ids =
        form.q()
            .map(line -> sources.ids(line, TaskFilter.read(line, call.acceptedAt())))
            .orElse(form.ids());
    checkCount(form, ids.size());
    return answer(
        id, bulks.begin(new BulkRequest(id, unique, form.action(), ids, form.fingerprint())));
  }

  private static void checkCount(BulkForm form, int count) {
    form.expected()
        .filter(expected -> expected != count)
        .ifPresent(
            expected -> {
              throw new ProblemException(Problem.otherCount(expected, count));
            });
  }

  private static Answer answer(RunId id, Begun begun) {
    return switch (begun) {
      case ACCEPTED -> accepted(id, "running").with(HeaderNames.LOCATION, "/bulk/" + id.value());
      case TAKEN -> throw IdempotencyKeys.reused("another bulk");
    };
  }

  private static Answer accepted(RunId id, String state) {
    return Answer.json(
        Status.ACCEPTED_202,
        json -> {
          json.writeStringField("bulk_id", id.value());
          json.writeStringField("state", state);
        });
  }

  private Answer preview(ApiRequest call, BulkForm form) {
    var now = call.acceptedAt();
    var found =
        form.q()
            .map(line -> sources.preview(line, TaskFilter.read(line, now), form.action(), now))
            .orElseGet(() -> sources.preview(form.ids(), form.action(), now));
    checkCount(form, found.ids().size());
    return Answer.json(
        Status.OK_200,
        json -> {
          json.writeStringField("action", form.action().wireName());
          json.writeNumberField("count", found.ids().size());
          json.writeArrayFieldStart("ids");
          for (var id : found.ids().subList(0, Math.min(IDS_SHOWN, found.ids().size()))) {
            json.writeString(id.value());
          }
          json.writeEndArray();
          json.writeNumberField("refused", found.refusals().size());
          write(json, found.refusals());
        });
  }

  private Answer find(ApiRequest call) {
    var id = call.bulkId();
    var wait = call.query(Route.WAIT_PARAMETER).map(WaitParameter::parse).orElse(Duration.ZERO);
    var found = wait.isZero() ? bulks.find(id) : bulks.await(id, wait, this::stops);
    return found
        .map(bulk -> Answer.json(Status.OK_200, json -> write(json, bulk)))
        .orElseGet(() -> Problem.unknownBulk().answer(call.path()));
  }

  /** Returns the current state if the client leaves, so that others can have its place. */
  private boolean stops() {
    return closing.getAsBoolean() || Connection.current().filter(Connection::gone).isPresent();
  }

  private Answer stop(ApiRequest call) {
    var id = call.bulkId();
    call.optionalForm().check();
    return switch (bulks.stop(id)) {
      case Cancelled.Accepted _ -> accepted(id, "stopping");
      case Cancelled.Unknown _ -> Problem.unknownBulk().answer(call.path());
      case Cancelled.Ended _ -> Problem.conflict("bulk " + id + " has ended").answer(call.path());
    };
  }

  static void write(JsonGenerator json, BulkView bulk) throws IOException {
    var progress = bulk.progress();
    json.writeStringField("bulk_id", bulk.id().value());
    json.writeStringField("action", bulk.order().action().wireName());
    json.writeStringField("state", bulk.state().wireName());
    json.writeNumberField("count", bulk.order().count());
    json.writeNumberField("done", progress.done());
    json.writeNumberField("refused", progress.refused());
    json.writeNumberField("left", bulk.left());
    write(json, progress.first());
    JsonBytes.instant(json, "started_at", bulk.startedAt());
    JsonBytes.instant(json, "ended_at", bulk.endedAt());
    if (bulk.order().actor().isPresent()) { // only if callers must say who they are
      JsonBytes.text(json, "requested_by", bulk.order().actor());
    }
  }

  private static void write(JsonGenerator json, List<Refusal> refusals) throws IOException {
    json.writeArrayFieldStart("refusals");
    for (var refusal : refusals.subList(0, Math.min(BulkProgress.REFUSALS_KEPT, refusals.size()))) {
      json.writeStartObject();
      json.writeStringField("task_id", refusal.task().value());
      JsonBytes.text(json, "reason", refusal.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
