package taskagent.app;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import taskagent.domain.port.Metric;
import taskagent.domain.view.Changes;
import taskagent.domain.view.Lists;
import taskagent.view.View;
import taskagent.view.ViewFolder;

/**
 * The lists of a replica on Dapr. They are in a folder of its own below the data folder. Without
 * one, everything works but the lists.
 */
final class DaprLists implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(DaprLists.class.getName());

  /** The embedded engine has its own lists beside it. */
  private static final String FOLDER = "dapr";

  private final Optional<Opened> opened;

  private record Opened(View view, ViewFolder folder) {}

  private DaprLists(Optional<Opened> opened) {
    this.opened = opened;
  }

  /** Opens the lists, if the folder can be used. */
  static DaprLists open(Path data, Changes changes, InstantSource clock) {
    try {
      var folder = ViewFolder.lock(data.resolve(FOLDER).toAbsolutePath().normalize());
      return new DaprLists(Optional.of(new Opened(View.in(folder.path(), changes, clock), folder)));
    } catch (IOException e) {
      LOG.log(
          WARNING,
          "there are no lists, because their folder cannot be used: {0}. See --data",
          e.getMessage());
      return new DaprLists(Optional.empty());
    }
  }

  /** Returns the lists, if there are some. */
  Optional<Lists> view() {
    return opened.map(Opened::view);
  }

  /** Begins to follow the changes. */
  void start() {
    opened.ifPresent(lists -> lists.view().start());
  }

  /** Returns the metrics of the lists, and those that an engine with a database has itself. */
  List<Metric> metrics() {
    return opened.map(Opened::view).stream()
        .flatMap(view -> Stream.concat(view.metrics().stream(), Stream.of(view.taskCounts())))
        .toList();
  }

  @Override
  public void close() {
    opened.ifPresent(
        lists -> {
          lists.view().close();
          try {
            lists.folder().close();
          } catch (IOException e) {
            LOG.log(DEBUG, "the folder of the lists is still locked: {0}", e.getMessage());
          }
        });
  }
}
