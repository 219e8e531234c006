package taskagent.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.domain.access.Access.Decision;

/** Who may do what, for every kind of caller, operation and subject (specification §15). */
final class AccessTest {

  private static final Optional<String> ADA = Optional.of("ada");
  private static final Optional<String> BOB = Optional.of("bob");
  private static final Subject ASSIGNED = new Subject.OfTask(ADA, BOB);
  private static final Subject REQUESTED = new Subject.OfTask(BOB, ADA);
  private static final Subject FOREIGN = new Subject.OfTask(BOB, BOB);
  private static final Subject NOBODYS = new Subject.OfTask(Optional.empty(), Optional.empty());

  private static Caller ada(Role role) {
    return new Caller.Known("ada", role);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # operation         | open    | unknown        | local          | user    | reader    | operator
          PUBLIC              | ALLOWED | ALLOWED        | ALLOWED        | ALLOWED | ALLOWED   | ALLOWED
          IDENTIFY            | ALLOWED | UNKNOWN_CALLER | UNKNOWN_CALLER | ALLOWED | ALLOWED   | ALLOWED
          READ_TASKS          | ALLOWED | UNKNOWN_CALLER | UNKNOWN_CALLER | ALLOWED | ALLOWED   | ALLOWED
          REQUEST_TASK        | ALLOWED | UNKNOWN_CALLER | UNKNOWN_CALLER | ALLOWED | FORBIDDEN | ALLOWED
          CHANGE_TASKS        | ALLOWED | UNKNOWN_CALLER | UNKNOWN_CALLER | ALLOWED | FORBIDDEN | ALLOWED
          READ_CHAT           | ALLOWED | UNKNOWN_CALLER | UNKNOWN_CALLER | ALLOWED | ALLOWED   | ALLOWED
          CHANGE_CHAT         | ALLOWED | UNKNOWN_CALLER | UNKNOWN_CALLER | ALLOWED | FORBIDDEN | ALLOWED
          READ_DEAD_LETTERS   | ALLOWED | UNKNOWN_CALLER | UNKNOWN_CALLER | HIDDEN  | ALLOWED   | ALLOWED
          CHANGE_DEAD_LETTERS | ALLOWED | UNKNOWN_CALLER | UNKNOWN_CALLER | HIDDEN  | FORBIDDEN | ALLOWED
          READ_AUDIT          | ALLOWED | UNKNOWN_CALLER | UNKNOWN_CALLER | FORBIDDEN | ALLOWED | ALLOWED
          READ_METRICS        | ALLOWED | UNKNOWN_CALLER | ALLOWED        | FORBIDDEN | ALLOWED | ALLOWED
          """)
  void everyCallerMayDoThisBeforeTheSubjectIsKnown(
      Operation operation,
      Decision open,
      Decision unknown,
      Decision local,
      Decision user,
      Decision reader,
      Decision operator) {
    assertThat(Access.decide(new Caller.Anyone(), operation)).isEqualTo(open);
    assertThat(Access.decide(new Caller.Unknown(false), operation)).isEqualTo(unknown);
    assertThat(Access.decide(new Caller.Unknown(true), operation)).isEqualTo(local);
    assertThat(Access.decide(ada(Role.USER), operation)).isEqualTo(user);
    assertThat(Access.decide(ada(Role.READER), operation)).isEqualTo(reader);
    assertThat(Access.decide(ada(Role.OPERATOR), operation)).isEqualTo(operator);
  }

  @Test
  void aUserSeesAndChangesTasksThatAreAssignedToThemOrThatTheyAskedFor() {
    for (var operation : List.of(Operation.READ_TASKS, Operation.CHANGE_TASKS)) {
      assertThat(Access.decide(ada(Role.USER), operation, ASSIGNED)).isEqualTo(Decision.ALLOWED);
      assertThat(Access.decide(ada(Role.USER), operation, REQUESTED)).isEqualTo(Decision.ALLOWED);
      assertThat(Access.decide(ada(Role.USER), operation, FOREIGN)).isEqualTo(Decision.HIDDEN);
      assertThat(Access.decide(ada(Role.USER), operation, NOBODYS)).isEqualTo(Decision.HIDDEN);
    }
  }

  @Test
  void aUserChatsAsThemselvesOnly() {
    for (var operation : List.of(Operation.READ_CHAT, Operation.CHANGE_CHAT)) {
      assertThat(Access.decide(ada(Role.USER), operation, new Subject.OfUser("ada")))
          .isEqualTo(Decision.ALLOWED);
      assertThat(Access.decide(ada(Role.USER), operation, new Subject.OfUser("bob")))
          .isEqualTo(Decision.HIDDEN);
    }
  }

  @Test
  void whoeverForgetsToSayWhoCallsIsAllowedNothing() {
    assertThatThrownBy(CurrentCaller::here).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> AccessRefused.check(Operation.READ_TASKS, FOREIGN))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rolesHaveWireNames() {
    for (var role : Role.values()) {
      assertThat(Role.ofWireName(role.wireName())).isEqualTo(role);
    }
    assertThatThrownBy(() -> Role.ofWireName("root")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Role.ofWireName("USER")).isInstanceOf(IllegalArgumentException.class);
  }
}
