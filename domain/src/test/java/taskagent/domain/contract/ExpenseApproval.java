package taskagent.domain.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import taskagent.domain.engine.Host;
import taskagent.domain.engine.Hosts;
import taskagent.domain.engine.Kinds;
import taskagent.domain.run.Codec;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.Kind;
import taskagent.domain.run.KindId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Attempt;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.Target;
import taskagent.domain.saga.Verdict;

/**
 * A kind of run that has nothing to do with tasks: money is reserved, a person decides, and the
 * money is paid. Without a yes, the reservation is released.
 */
public final class ExpenseApproval {

  /**
   * What the client asks for.
   *
   * @param decidedWithin how long the decision may take
   */
  public record Expense(String who, long cents, Duration decidedWithin) {

    /** Creates an expense whose decision may take its time. */
    public Expense(String who, long cents) {
      this(who, cents, DECIDED_WITHIN);
    }
  }

  /** A command to the ledger or the bank. */
  public record Booking(String key, String what, String reference) {}

  /** The name of the signal with the decision. */
  public static final String DECISION = "decision";

  /** How long the decision usually may take. */
  public static final Duration DECIDED_WITHIN = Duration.ofDays(3);

  private static final KindId ID = new KindId("expense-approval", 1);
  private static final Target<InputRun<Expense>, Booking> LEDGER = Target.aggregate("ledger");
  private static final Target<InputRun<Expense>, Booking> BANK = Target.outside("bank");

  private ExpenseApproval() {}

  private static Saga<InputRun<Expense>> saga(Expense expense) {
    return Saga.of(
        ID.name(),
        Step.decide("validate", ExpenseApproval::validate),
        LEDGER
            .step("reserve", attempt -> booking(attempt, "reserve", ""))
            .undoneBy("release", LEDGER.send(attempt -> booking(attempt, "release", ""))),
        Step.hear("approval", DECISION, expense.decidedWithin()),
        BANK.step("pay", ExpenseApproval::payment));
  }

  private static Verdict validate(InputRun<Expense> run) {
    return run.input().cents() > 0
        ? new Verdict.Done()
        : new Verdict.Rejected(List.of("nothing to pay"));
  }

  private static Booking booking(
      Attempt<InputRun<Expense>> attempt, String what, String reference) {
    return new Booking(attempt.key(), what, reference);
  }

  private static Booking payment(Attempt<InputRun<Expense>> attempt) {
    var reservation = attempt.output("reserve").orElseThrow();
    return booking(attempt, attempt.output("approval").orElseThrow(), reservation);
  }

  /** Returns a run that is accepted now. */
  public static InputRun<Expense> run(String id, Expense expense, Instant now) {
    return InputRun.accepted(ID, saga(expense), new RunId(id), expense, now);
  }

  /**
   * Adds this kind to others.
   *
   * @param books returns the books that are used now
   */
  public static Kinds addTo(Kinds kinds, Codec<InputRun<Expense>> codec, Supplier<Books> books) {
    return kinds.with(
        new Kind<>(ID, codec, run -> saga(run.input())),
        _ ->
            new Hosts()
                .with(LEDGER, sent -> books.get().book(sent))
                .with(BANK, sent -> books.get().pay(sent)));
  }

  /** Writes inputs as JSON. */
  public static final class ExpenseCodec implements Codec<Expense> {

    private static final Pattern JSON =
        Pattern.compile("\\{\"who\":\"(.*)\",\"cents\":(-?\\d+),\"within\":\"(.*)\"}");

    @Override
    public String write(Expense expense) {
      return "{\"who\":\"%s\",\"cents\":%d,\"within\":\"%s\"}"
          .formatted(expense.who(), expense.cents(), expense.decidedWithin());
    }

    @Override
    public Expense read(String text) {
      var found = JSON.matcher(text);
      if (!found.matches()) {
        throw new IllegalArgumentException(text);
      }
      return new Expense(
          found.group(1), Long.parseLong(found.group(2)), Duration.parse(found.group(3)));
    }
  }

  /** The ledger and the bank. Both take a command with the same key once. */
  public static final class Books {

    private final List<Booking> bookings = new ArrayList<>();

    /** Returns the bookings of a run, each once. */
    public synchronized List<Booking> of(RunId run) {
      return bookings.stream().filter(b -> b.key().startsWith(run + "/")).toList();
    }

    private synchronized List<Verdict> book(List<Host.Sent<InputRun<Expense>, Booking>> commands) {
      var verdicts = new ArrayList<Verdict>();
      for (var sent : commands) {
        add(sent.command());
        var id = sent.attempt().input().id();
        verdicts.add(new Verdict.Done(Optional.of("reservation of " + id)));
      }
      return verdicts;
    }

    private synchronized List<Verdict> pay(List<Host.Sent<InputRun<Expense>, Booking>> commands) {
      var payment = commands.getFirst().command();
      if (!payment.what().equals("yes")) {
        return List.of(new Verdict.Refused("the decision was " + payment.what()));
      }
      add(payment);
      return List.of(new Verdict.Done());
    }

    private void add(Booking booking) {
      if (!bookings.contains(booking)) {
        bookings.add(booking);
      }
    }
  }
}
