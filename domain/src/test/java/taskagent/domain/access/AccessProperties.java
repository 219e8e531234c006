package taskagent.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import taskagent.domain.access.Access.Decision;

/** What holds for every caller, operation and subject. */
final class AccessProperties {

  private static final Arbitrary<String> USERS = Arbitraries.of("ada", "bob", "eve");

  @Provide
  Arbitrary<Caller> callers() {
    return Arbitraries.oneOf(
        Arbitraries.just(new Caller.Anyone()),
        Arbitraries.of(true, false).map(Caller.Unknown::new),
        Combinators.combine(USERS, Arbitraries.of(Role.values())).as(Caller.Known::new));
  }

  @Provide
  Arbitrary<Subject> subjects() {
    var maybe = USERS.optional();
    return Arbitraries.oneOf(
        Arbitraries.just(new Subject.Any()),
        USERS.map(Subject.OfUser::new),
        Combinators.combine(maybe, maybe).as(Subject.OfTask::new));
  }

  @Property
  void whatIsRefusedInGeneralIsRefusedForEverySubject(
      @ForAll("callers") Caller caller,
      @ForAll Operation operation,
      @ForAll("subjects") Subject subject) {
    var general = Access.decide(caller, operation);
    if (general != Decision.ALLOWED) {
      assertThat(Access.decide(caller, operation, subject)).isEqualTo(general);
    }
  }

  @Property
  void aUserIsAllowedNothingThatBelongsToOthers(
      @ForAll("subjects") Subject subject, @ForAll Operation operation) {
    var eve = new Caller.Known("eve", Role.USER);
    boolean own =
        switch (subject) {
          case Subject.Any _ -> true;
          case Subject.OfUser(var user) -> user.equals("eve");
          case Subject.OfTask(var assignee, var requestedBy) ->
              assignee.equals(Optional.of("eve")) || requestedBy.equals(Optional.of("eve"));
        };
    boolean ofSomebody =
        switch (operation) {
          case READ_TASKS, CHANGE_TASKS, READ_CHAT, CHANGE_CHAT -> true;
          case PUBLIC,
              IDENTIFY,
              REQUEST_TASK,
              READ_DEAD_LETTERS,
              CHANGE_DEAD_LETTERS,
              READ_AUDIT,
              READ_METRICS ->
              false;
        };
    if (ofSomebody) {
      assertThat(Access.decide(eve, operation, subject))
          .isEqualTo(own ? Decision.ALLOWED : Decision.HIDDEN);
    }
  }

  @Property
  void aReaderChangesNothingAndNobodyMayDoMoreThanAnOperator(
      @ForAll("callers") Caller caller,
      @ForAll Operation operation,
      @ForAll("subjects") Subject subject) {
    var operator = new Caller.Known("ops", Role.OPERATOR);
    assertThat(Access.decide(operator, operation, subject)).isEqualTo(Decision.ALLOWED);
    if (caller instanceof Caller.Known(_, var role)
        && role == Role.READER
        && (operation.name().startsWith("CHANGE") || operation.name().startsWith("REQUEST"))) {
      assertThat(Access.decide(caller, operation, subject)).isEqualTo(Decision.FORBIDDEN);
    }
  }
}
