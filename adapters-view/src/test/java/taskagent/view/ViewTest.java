package taskagent.view;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Feed;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Lists;
import taskagent.domain.view.Lists.Query;
import taskagent.domain.view.QueryRefused;
import taskagent.domain.view.Sort;
import taskagent.view.Search.Limits;

/** The view's file, and what becomes of it. */
final class ViewTest {

  private static final Filter<TaskStatus> ALL =
      new Filter<>(List.of(TaskStatus.values()), List.of());
  private static final Sort BY_DUE = new Sort(Sort.By.DUE, false);

  private final Draws draws = new Draws(new Random(7));
  private final TestView view = new TestView(Limits.USUAL);

  @AfterEach
  void close() {
    view.close();
  }

  private List<String> listed() {
    return ids(view.lists().tasks(TestView.query(ALL, Sort.NEWEST_CHANGE, 500, Optional.empty())));
  }

  private static List<String> ids(Lists.Page<TaskSnapshot> page) {
    return page.items().stream().map(task -> task.id().value()).sorted().toList();
  }

  private void save(String... ids) {
    for (var id : ids) {
      view.changes.save(draws.task(id, 1));
    }
  }

  @Test
  void itAnswersOnceItIsBuilt() {
    save("a", "b");
    assertThatThrownBy(this::listed)
        .isInstanceOfSatisfying(
            Unavailable.class, e -> assertThat(e.reason()).isEqualTo("the lists are being built"));
    view.turn();
    assertThat(listed()).containsExactly("a", "b");
  }

  @Test
  void itContinuesWhereItWas() {
    save("a");
    view.catchUp();
    view.reopen();
    save("b");
    view.catchUp();
    assertThat(listed()).containsExactly("a", "b");
    assertThat(view.view().projector().rebuilds()).isZero();
  }

  @Test
  void aBatchThatIsAppliedTwiceChangesNothing() throws Exception {
    save("a", "b", "c");
    view.catchUp();
    var before = view.rows("SELECT * FROM task ORDER BY number");
    view.view().close();
    try (var connection = new ViewFile(view.folder).writing();
        var statement = connection.createStatement()) {
      statement.execute("UPDATE position SET seq = 0");
      connection.commit();
    }
    view.reopen();
    view.catchUp();
    assertThat(view.rows("SELECT * FROM task ORDER BY number")).isEqualTo(before);
    assertThat(view.rows("SELECT sum(items) FROM task_count")).containsExactly("3");
    assertThat(view.view().projector().rebuilds()).isZero();
  }

  @Test
  void itIsRebuiltIfTheLogDoesNotReachBack() {
    save("a");
    view.catchUp();
    view.view().close();
    save("b", "c");
    view.changes.trim(3);
    view.reopen();
    view.catchUp();
    assertThat(listed()).containsExactly("a", "b", "c");
    assertThat(view.view().projector().rebuilds()).isEqualTo(1);
  }

  @Test
  void itIsRebuiltIfItIsThatOfAnotherDatabase() {
    save("a");
    view.catchUp();
    view.changes.become("epoch-2");
    view.changes.removeTask("a");
    view.reopen();
    view.catchUp();
    assertThat(listed()).isEmpty();
    assertThat(view.view().projector().rebuilds()).isEqualTo(1);
  }

  @Test
  void aPositionThatTheLogHasNotReachedIsNotItsOwn() {
    view.changes.restart();
    save("a");
    view.catchUp();
    view.view().close();
    var reopened =
        new View(
            view.folder,
            view.changes,
            InstantSource.fixed(MemoryChanges.AT),
            Limits.USUAL,
            new Tail(8));
    try (reopened) { // the log had no entry when the engine was started
      reopened.projector().turn();
      assertThat(reopened.projector().rebuilds()).isEqualTo(1);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFileThatIsOpenedAgainIsContinued() {
    save("a");
    view.catchUp();
    save("b");
    view.view().projector().reopen();
    view.catchUp();
    assertThat(listed()).containsExactly("a", "b");
    assertThat(view.view().projector().rebuilds()).isEqualTo(1); // at the start
  }

  @Test
  void itIsRebuiltIfItsVersionIsAnother() throws Exception {
    save("a");
    view.catchUp();
    view.view().close();
    try (var connection = new ViewFile(view.folder).filling();
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    view.reopen();
    view.catchUp();
    assertThat(listed()).containsExactly("a");
    assertThat(view.view().projector().rebuilds()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 8_192, 3 * 8_192})
  void itIsRebuiltIfItsFileIsDamaged(long at) throws IOException {
    for (int i = 0; i < 200; i++) {
      save("task" + i);
    }
    view.catchUp();
    view.view().close();
    try (var channel = FileChannel.open(view.file(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(8_192), at);
    }
    view.reopen();
    await()
        .atMost(20, SECONDS)
        .ignoreExceptionsInstanceOf(Unavailable.class)
        .untilAsserted(
            () -> {
              view.catchUp();
              assertThat(listed()).hasSize(200);
            });
  }

  @Test
  void itIsBuiltAnewIfTheFileIsDeleted() throws IOException {
    save("a");
    view.catchUp();
    view.view().close();
    Files.delete(view.file());
    view.reopen();
    view.catchUp();
    assertThat(listed()).containsExactly("a");
  }

  @Test
  void whatChangesDuringARebuildIsNotLost() {
    for (int i = 0; i < 10; i++) {
      save("task" + i);
    }
    var counter = new int[1];
    view.changes.beforePart(
        () -> {
          int part = counter[0]++;
          if (part > 4) {
            return; // the rebuild reads until no task follows
          }
          view.changes.save(draws.task("task" + part, 2));
          view.changes.save(draws.task("later" + part, 1));
          view.changes.removeTask("task" + (9 - part));
        });
    view.turn();
    view.changes.beforePart(() -> {});
    view.catchUp();
    var all = TestView.query(ALL, Sort.NEWEST_CHANGE, 500, Optional.empty());
    assertThat(view.lists().tasks(all).items())
        .isEqualTo(
            BruteForce.tasks(view.changes, ALL, Sort.NEWEST_CHANGE).stream()
                .map(TaskRow::snapshot)
                .toList());
  }

  @Test
  void aRebuildWaitsWhileTheEngineCannotBeRead() {
    for (int i = 0; i < 10; i++) {
      save("task" + i);
    }
    var reads = new int[1];
    view.changes.beforePart(
        () -> {
          if (++reads[0] == 3) {
            throw Unavailable.outOfReach("the engine cannot be read");
          }
        });
    view.turn();
    assertThat(listed()).hasSize(10);
    assertThat(reads[0]).as("four parts with tasks, the last ones, and one again").isEqualTo(7);
    assertThat(view.view().projector().rebuilds()).isEqualTo(1);
  }

  @Test
  void aCursorBelongsToItsQuery() {
    save("a", "b", "c");
    view.catchUp();
    var next = view.lists().tasks(TestView.query(ALL, BY_DUE, 1, Optional.empty())).next();
    assertThat(next).isPresent();
    var open = new Filter<>(List.of(TaskStatus.PENDING), List.<Condition>of());
    refused(TestView.query(open, BY_DUE, 1, next), QueryRefused.Reason.FOREIGN_CURSOR);
    refused(TestView.query(ALL, Sort.NEWEST_CHANGE, 1, next), QueryRefused.Reason.FOREIGN_CURSOR);
    for (var text : List.of("", "x", "!!", "AQ", next.get().substring(0, 12))) {
      refused(TestView.query(ALL, BY_DUE, 1, Optional.of(text)), QueryRefused.Reason.NO_CURSOR);
    }
  }

  private void refused(Query<TaskStatus> query, QueryRefused.Reason reason) {
    assertThatThrownBy(() -> view.lists().tasks(query))
        .isInstanceOfSatisfying(QueryRefused.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void aListThatTakesTooLongIsRefusedAndTheNextOneAnswers() {
    try (var slow = new TestView(new Limits(10_000, 30_000, 3_000, Duration.ZERO))) {
      for (int i = 0; i < 2_000; i++) {
        slow.changes.save(draws.task("task" + i, 1));
      }
      slow.catchUp();
      var word = new Condition.Contains("zz", false);
      var query =
          TestView.query(
              new Filter<>(List.of(TaskStatus.values()), List.of(word)),
              BY_DUE,
              10,
              Optional.empty());
      for (int i = 0; i < 6; i++) { // more often than there are connections
        assertThatThrownBy(() -> slow.lists().tasks(query))
            .isInstanceOfSatisfying(
                QueryRefused.class,
                e -> assertThat(e.reason()).isEqualTo(QueryRefused.Reason.TOO_SLOW));
      }
      assertThat(slow.lists().tasks(TestView.query(ALL, BY_DUE, 10, Optional.empty())).items())
          .hasSize(10);
    }
  }

  @Test
  void aPageSaysHowCurrentItIs() {
    save("a");
    view.catchUp();
    var late =
        new View(
            view.folder,
            view.changes,
            InstantSource.fixed(MemoryChanges.AT.plusSeconds(3)),
            Limits.USUAL,
            new Tail(8));
    view.changes.restart();
    try (late) {
      late.projector().turn();
      var query = TestView.query(ALL, BY_DUE, 1, Optional.empty());
      assertThat(late.tasks(query).asOf()).isEqualTo(asOf(0));
      assertThat(late.tasks(query).stale()).isFalse();
      save("b");
      assertThat(late.tasks(query).asOf()).isEqualTo(asOf(3_000));
      assertThat(late.tasks(query).stale()).isTrue();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Lists.AsOf asOf(long lag) {
    return new Lists.AsOf(new Feed.Position("epoch-1", 1), lag);
  }

  @Test
  void aVersionIsWaitedFor() {
    save("a");
    view.catchUp();
    assertThat(atLeast("a", 1).stale()).isFalse();
    assertThat(atLeast("a", 2).stale()).isTrue();
    var writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  view.changes.save(draws.task("a", 2));
                  view.catchUp();
                });
    assertThat(atLeast("a", 2).stale()).isFalse();
    await().atMost(20, SECONDS).until(() -> !writer.isAlive());
  }

  private Lists.Page<TaskSnapshot> atLeast(String id, long version) {
    return view.lists()
        .tasks(
            new Query<>(
                "",
                ALL,
                BY_DUE,
                10,
                Optional.empty(),
                Optional.of(new Lists.Version(new TaskId(id), version))));
  }

  @Test
  void itFollowsByItself() {
    var other = new TestView(Limits.USUAL);
    try (other;
        var following =
            View.in(other.folder, other.changes, InstantSource.fixed(MemoryChanges.AT)).start()) {
      for (int i = 0; i < 500; i++) {
        other.changes.save(draws.task("task" + i, 1));
      }
      await()
          .atMost(20, SECONDS)
          .ignoreExceptionsInstanceOf(Unavailable.class)
          .until(
              () ->
                  following
                      .tasks(TestView.query(ALL, BY_DUE, 500, Optional.empty()))
                      .items()
                      .size(),
              size -> size == 500);
      assertThat(following.metrics()).extracting(metric -> metric.name()).hasSize(3);
    }
  }
}
