package taskagent.domain.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.engine.Hosts;
import taskagent.domain.engine.Kinds;
import taskagent.domain.example.BookLoan.Loan;
import taskagent.domain.memory.InMemoryEngine;
import taskagent.domain.memory.KeptInMemory;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.Kind;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.Verdict;

/** A loan on an engine in memory. */
class BookLoanTest {

  private static final RunId ID = new RunId("loan-1");

  private final List<String> done = new ArrayList<>();
  private final InMemoryEngine engine =
      InMemoryEngine.with(ScriptedOutside.with(new ManualClock()), this::addLoans);

  /** Adds the kind, and the hosts that carry its commands out. */
  private Kinds addLoans(Kinds others) {
    return others.with(
        new Kind<InputRun<Loan>>(BookLoan.ID, new KeptInMemory<>(), _ -> BookLoan.SAGA),
        _ ->
            new Hosts()
                .with(BookLoan.SHELF, sent -> List.of(carriedOut(sent.getFirst().command())))
                .with(BookLoan.MAIL, sent -> List.of(carriedOut(sent.getFirst().command()))));
  }

  private Verdict carriedOut(BookLoan.Ask ask) {
    done.add(ask.what());
    return new Verdict.Done(Optional.of("7"));
  }

  private Optional<Outcome> outcome() {
    return engine.runs().find(ID).orElseThrow().state().outcome();
  }

  @Test
  void aReaderWhoComesGetsTheBook() {
    engine.runs().start(loan("Emma"));
    assertThat(done).containsExactly("take Emma", "ann, fetch copy 7");
    assertThat(outcome()).as("waits for the reader").isEmpty();

    engine.runs().signal(ID, new Signal("visit-1", "collected", ""));

    assertThat(outcome()).contains(Outcome.COMPLETED);
  }

  @Test
  void withoutAVisitTheBookIsPutBack() {
    engine.runs().start(loan("Emma"));

    engine.advance(Duration.ofDays(7));

    assertThat(outcome()).contains(Outcome.FAILED);
    assertThat(done).last().isEqualTo("put back what loan-1/take/do took");
  }

  @Test
  void aLoanWithoutATitleIsRejected() {
    engine.runs().start(loan(""));

    assertThat(outcome()).contains(Outcome.REJECTED);
  }

  private static InputRun<Loan> loan(String title) {
    return InputRun.accepted(
        BookLoan.ID, BookLoan.SAGA, ID, new Loan("ann", title), ManualClock.START);
  }
}
