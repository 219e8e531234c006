package taskagent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.audit.AuditAction;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Condition.Begins;
import taskagent.domain.view.Condition.Between;
import taskagent.domain.view.Condition.Label;
import taskagent.domain.view.Condition.Measure;
import taskagent.domain.view.Condition.OneOf;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Sort;
import taskagent.view.Search.Limits;

/** The list of who changed what. */
final class AuditListTest {

  private static final Instant AT = Instant.ofEpochMilli(1_000);

  /** So few that a list is walked along an index, and no longer gathered. */
  private static final Limits WALKING = new Limits(2, 4, 1, Duration.ofSeconds(5));

  private TestView view = new TestView(Limits.USUAL);

  @AfterEach
  void close() {
    view.close();
  }

  private static AuditEntry entry(int number, String actor, AuditAction action, AuditKind kind) {
    return new AuditEntry(
        "key-" + number,
        AT.plusMillis(number / 2), // two at a time
        Optional.of(actor).filter(name -> !name.isEmpty()),
        action,
        kind,
        kind.wireName() + "-" + number,
        Optional.empty());
  }

  private void fill() {
    view.changes.add(entry(0, "ada", AuditAction.PROCESS, AuditKind.TASK));
    view.changes.add(entry(1, "bob", AuditAction.CANCEL, AuditKind.WORKFLOW));
    view.changes.add(entry(2, "ada", AuditAction.CANCEL, AuditKind.TASK));
    view.changes.add(entry(3, "", AuditAction.BEGIN, AuditKind.BULK));
    view.changes.add(entry(4, "ada", AuditAction.REMOVE, AuditKind.USER));
    view.catchUp();
  }

  private List<String> found(Condition... conditions) {
    return found(List.of(AuditKind.values()), Sort.NEWEST, conditions);
  }

  /** Reads pages of two. */
  private List<String> found(List<AuditKind> kinds, Sort sort, Condition... conditions) {
    var filter = new Filter<>(kinds, List.of(conditions));
    var ids = new ArrayList<String>();
    Optional<String> next = Optional.empty();
    do {
      var page = view.lists().audit(TestView.query(filter, sort, 2, next));
      page.items().forEach(entry -> ids.add(entry.id()));
      next = page.next();
    } while (next.isPresent());
    return ids;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLatestComesFirstAndFiltersLeaveWhatTheySay(boolean walking) {
    if (walking) {
      view.close();
      view = new TestView(WALKING);
    }
    fill();
    assertThat(found()).containsExactly("user-4", "bulk-3", "task-2", "workflow-1", "task-0");
    assertThat(found(List.of(AuditKind.TASK), new Sort(Sort.By.CREATED, false)))
        .containsExactly("task-0", "task-2");
    assertThat(found(new OneOf(Label.ACTOR, List.of("ada"), false)))
        .containsExactly("user-4", "task-2", "task-0");
    assertThat(found(new OneOf(Label.ACTION, List.of("cancel"), false)))
        .containsExactly("task-2", "workflow-1");
    assertThat(found(new OneOf(Label.SUBJECT, List.of("task-2", "bulk-3"), true)))
        .containsExactly("user-4", "workflow-1", "task-0");
    assertThat(found(new Begins("task-", false))).containsExactly("task-2", "task-0");
    assertThat(found(new Between(Measure.CREATED, 1_001, 1_002, false)))
        .containsExactly("bulk-3", "task-2");
  }

  @Test
  void anEntryHasAllThatWasRecorded() {
    var entry =
        new AuditEntry(
            "k",
            AT,
            Optional.of("ada"),
            AuditAction.SET_DEADLINE,
            AuditKind.TASK,
            "t1",
            Optional.of("2027-01-01T00:00:00Z"));
    view.changes.add(entry);
    view.catchUp();
    var all = new Filter<>(List.of(AuditKind.values()), List.of());
    assertThat(view.lists().audit(TestView.query(all, Sort.NEWEST, 9, Optional.empty())).items())
        .containsExactly(entry);
  }

  @Test
  void anEntryThatIsReadTwiceIsThereOnceAlsoAfterARebuild() {
    fill();
    view.changes.add(entry(2, "ada", AuditAction.CANCEL, AuditKind.TASK));
    view.catchUp();
    var all = found();
    assertThat(all).hasSize(5);
    view.view().projector().damaged();
    view.turn();
    assertThat(view.view().projector().rebuilds()).isEqualTo(2);
    assertThat(found()).isEqualTo(all);
  }

  @Test
  void whatIsNoLongerKeptLeavesTheList() {
    fill();
    view.changes.keepAuditSince(AT.plusMillis(1));
    view.changes.add(entry(6, "ada", AuditAction.STOP, AuditKind.BULK));
    view.catchUp();
    assertThat(found()).containsExactly("bulk-6", "user-4", "bulk-3", "task-2");
  }

  @Test
  void eachFilterHasAnIndex() {
    fill();
    assertThat(view.plan("SELECT number FROM audit WHERE actor = 'ada' AND +status IN (0)"))
        .anyMatch(step -> step.contains("audit_by_actor"));
    assertThat(view.plan("SELECT number FROM audit WHERE subject = 't1' AND +status IN (0)"))
        .anyMatch(step -> step.contains("audit_by_subject"));
    assertThat(view.plan("DELETE FROM audit WHERE created < 5"))
        .anyMatch(step -> step.contains("audit_by_age"));
  }
}
