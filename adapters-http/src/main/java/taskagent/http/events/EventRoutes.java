package taskagent.http.events;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import taskagent.domain.access.Operation;
import taskagent.domain.port.Metric;
import taskagent.domain.view.Lists;
import taskagent.http.answer.Answer;
import taskagent.http.answer.Problem;
import taskagent.http.answer.ProblemException;
import taskagent.http.events.EventStream.Pace;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;

/** The stream of what changes in the lists of tasks and workflows (specification §14). */
public final class EventRoutes {

  private static final Header EVENTS =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");

  /** Asks nginx, and proxies that understand the same, to pass each event on at once. */
  private static final Header UNBUFFERED = HeaderValues.createCached("X-Accel-Buffering", "no");

  private final Optional<Lists> lists;
  private final InstantSource clock;
  private final Upserts upserts = new Upserts();
  private final EventCounters counters = new EventCounters();

  /**
   * Creates the route.
   *
   * @param lists empty if the server has none
   */
  public EventRoutes(Optional<Lists> lists, InstantSource clock) {
    this.lists = lists;
    this.clock = clock;
  }

  /** Returns the route. */
  public List<Route> routes() {
    return List.of(Route.get("/events", Operation.READ_TASKS, this::open));
  }

  /** Returns the metrics of the events. */
  public List<Metric> metrics() {
    return List.of(counters.metric());
  }

  private Answer open(ApiRequest call) {
    var feed =
        lists
            .map(Lists::feed)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.notOnThisEngine(
                            "This server has no lists to follow, because it cannot use its data folder;"
                                + " see its log")));
    var asked = EventParameters.read(call, clock);
    return Answer.stream(EVENTS, new EventStream(feed, asked, clock, Pace.USUAL, upserts, counters))
        .with(UNBUFFERED);
  }
}
