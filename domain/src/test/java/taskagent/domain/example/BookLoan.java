package taskagent.domain.example;

import java.time.Duration;
import java.util.List;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.KindId;
import taskagent.domain.saga.Attempt;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.Target;
import taskagent.domain.saga.Verdict;

/** Lends a book: takes a copy from the shelf, invites the reader, and waits for the visit. */
final class BookLoan {

  /** What a client asks for. */
  record Loan(String reader, String title) {}

  /** What the shelf and the mail service are asked for. The key is the same for every attempt. */
  record Ask(String key, String what) {}

  static final KindId ID = new KindId("book-loan", 1);
  static final Target<InputRun<Loan>, Ask> SHELF = Target.aggregate("shelf");
  static final Target<InputRun<Loan>, Ask> MAIL = Target.outside("mail");

  static final Saga<InputRun<Loan>> SAGA =
      Saga.of(
          ID.name(),
          Step.decide("validate", BookLoan::validate),
          SHELF.step("take", BookLoan::take).undoneBy("put_back", SHELF.send(BookLoan::putBack)),
          MAIL.step("invite", BookLoan::invitation),
          Step.hear("visit", "collected", Duration.ofDays(7)));

  private BookLoan() {}

  private static Verdict validate(InputRun<Loan> run) {
    return run.input().title().isBlank()
        ? new Verdict.Rejected(List.of("the title is missing"))
        : new Verdict.Done();
  }

  private static Ask take(Attempt<InputRun<Loan>> attempt) {
    return new Ask(attempt.key(), "take " + attempt.input().input().title());
  }

  private static Ask putBack(Attempt<InputRun<Loan>> attempt) {
    return new Ask(attempt.key(), "put back what " + attempt.keyOfStep() + " took");
  }

  private static Ask invitation(Attempt<InputRun<Loan>> attempt) {
    var copy = attempt.output("take").orElseThrow();
    return new Ask(attempt.key(), attempt.input().input().reader() + ", fetch copy " + copy);
  }
}
