package taskagent.dapr.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskagent.dapr.store.MemoryStore;
import taskagent.domain.audit.AuditAction;
import taskagent.domain.audit.AuditChange;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Unavailable;
import taskagent.domain.view.Changes.Change;
import taskagent.domain.view.Changes.Kind;

/** The audit in the state store, and what the change log tells the lists of it. */
final class StoredAuditTest {

  private final MemoryStore store = new MemoryStore();
  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private final ChangeRecords records =
      ChangeRecords.among(store.documents(), Retention.DEFAULT, () -> now);
  private final StoredAudit audit = records.audit();

  @AfterEach
  void close() {
    records.close();
  }

  private static AuditChange change(String id, Optional<String> key) {
    return new AuditChange(
        Optional.of("ada"), AuditAction.CANCEL, AuditKind.TASK, id, Optional.empty(), key);
  }

  private void add(String id) {
    audit.add(change(id, Optional.of("key-" + id)));
  }

  private List<AuditEntry> stored() {
    var all = new ArrayList<AuditEntry>();
    for (var place = OptionalLong.of(0); place.isPresent(); ) {
      var part = audit.part(place.getAsLong(), 30);
      all.addAll(part.entries());
      place = part.next();
    }
    return all;
  }

  private List<AuditEntry> told() {
    return records.log().after(0, 1_000).orElseThrow().stream()
        .filter(change -> change.kind() == Kind.AUDIT)
        .map(Change::id)
        .flatMap(text -> audit.read(text).stream())
        .toList();
  }

  @Test
  void anEntryIsDurableAndToldToTheLists() {
    for (int i = 0; i < 120; i++) {
      add("t" + i);
    }
    assertThat(stored()).hasSize(120).isEqualTo(told());
    assertThat(stored().getLast())
        .isEqualTo(change("t119", Optional.of("key-t119")).entry(() -> "", now));
    assertThat(store.keys("audit-")).as("pages, and the number of the last one").isEqualTo(4);
  }

  @Test
  void changesWithoutAKeyAreEntriesOfTheirOwn() {
    audit.add(change("t1", Optional.empty()));
    audit.add(change("t1", Optional.empty()));
    assertThat(told().stream().map(AuditEntry::key).distinct()).hasSize(2);
  }

  @Test
  void whatCannotBeStoredIsNotAcknowledged() {
    store.failing(key -> key.startsWith("audit-"));
    assertThatThrownBy(() -> add("t1")).isInstanceOf(Unavailable.class);
    store.failing(key -> key.startsWith("changes-"));
    assertThatThrownBy(() -> add("t1")).isInstanceOf(Unavailable.class);
    store.failing(_ -> false);
    add("t1");
    assertThat(told()).isNotEmpty();
  }

  @Test
  void oldEntriesAreLeftOutAndTheirPagesMayExpire() {
    for (int i = 0; i < 60; i++) {
      add("t" + i);
    }
    now = now.plus(Retention.DEFAULT.audit()).plus(Duration.ofSeconds(1));
    assertThat(stored()).isEmpty();
    assertThat(told()).isEmpty();
    store.delete("audit-0"); // as the store does after the retention
    add("new");
    assertThat(stored()).singleElement().returns("new", AuditEntry::id);
  }

  @Test
  void anEntryOfALaterVersionIsLeftOut() {
    assertThat(audit.read("{\"format\":1,\"key\":\"k\",\"action\":\"fly\"}")).isEmpty();
    assertThat(audit.read("{\"format\":2}")).isEmpty();
  }
}
