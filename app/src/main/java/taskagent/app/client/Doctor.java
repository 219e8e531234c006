package taskagent.app.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** Checks a server from outside, and says what to do about what it finds. */
final class Doctor {

  /** The header Date has whole seconds only, and the answer takes a moment. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

  private final ServerApi api;
  private final InstantSource clock;
  private final List<Finding> findings = new ArrayList<>();

  Doctor(ServerApi api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
  }

  /** Returns what all checks found. Only one if the server is unreachable. */
  List<Finding> examine() {
    if (reachable()) {
      ready();
      access();
      metrics();
      view();
    }
    return List.copyOf(findings);
  }

  private boolean reachable() {
    var before = clock.instant();
    try {
      var answer = api.getOnce("/health/live");
      var took = Duration.between(before, clock.instant());
      if (answer.status() != 200) {
        findings.add(
            Finding.error(
                "reachable",
                api.address() + " answers " + answer.status() + " to /health/live",
                "Is Task Agent there? Name another address with --url."));
        return false;
      }
      findings.add(
          Finding.ok("reachable", api.address() + " answers in " + took.toMillis() + " ms"));
      clock(answer);
      return true;
    } catch (IOException e) {
      findings.add(
          Finding.error(
              "reachable",
              api.reason(e),
              "Start the server with taskagent serve, or name another one with --url."));
      return false;
    }
  }

  private void clock(ServerAnswer answer) {
    var date = answer.headers().firstValue("Date").orElse("");
    try {
      var theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var ahead = Duration.between(clock.instant(), theirs);
      var difference = ahead.abs().compareTo(CLOCK_TOLERANCE);
      findings.add(
          difference <= 0
              ? Finding.ok("clock", "the clocks of the server and of this machine agree")
              : Finding.warning(
                  "clock",
                  "the server's clock is "
                      + HumanTime.length(ahead.abs())
                      + (ahead.isNegative() ? " behind" : " ahead of")
                      + " this machine's",
                  "Synchronise both with NTP: deadlines follow the server's clock."));
    } catch (DateTimeParseException e) {
      findings.add(
          Finding.warning(
              "clock", "the answer has no time", "Does a proxy remove the header Date?"));
    }
  }

  private void ready() {
    try {
      var answer = api.getOnce("/health/ready");
      findings.add(
          answer.status() == 200
              ? Finding.ok("ready", "the engine serves")
              : Finding.error(
                  "ready",
                  String.valueOf(answer.failure().getMessage()),
                  "See the server's log; requests get 503 until this is fixed."));
    } catch (IOException e) {
      findings.add(Finding.error("ready", api.reason(e), "See the server's log."));
    }
  }

  /** Checks who may call the server, and whether it knows who calls now. */
  private void access() {
    try {
      var answer = api.getOnce("/me");
      if (answer.unknownPath()) {
        return; // the server is older
      }
      if (answer.status() != 200) {
        findings.add(
            Finding.warning(
                "access",
                "the server needs a token, and there is none or it is not valid",
                "Log in with taskagent login, or name a token; the further checks need one."));
        return;
      }
      var me = answer.body();
      if (!me.path("open").asBoolean()) {
        var caller = me.path("user").asText() + " (" + me.path("role").asText() + ")";
        findings.add(Finding.ok("access", "callers show tokens; you are " + caller));
      } else if (onThisMachine(api.address())) {
        findings.add(Finding.ok("access", "open to everybody on this machine"));
      } else {
        findings.add(
            Finding.warning(
                "access",
                "everybody who reaches the server may do everything",
                "Serve with --access-mode=tokens, or let only a trusted proxy reach it."));
      }
    } catch (IOException e) {
      findings.add(Finding.warning("access", api.reason(e), "Try again."));
    }
  }

  private static boolean onThisMachine(URI address) {
    var host = address.getHost();
    return host == null
        || host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("[::1]");
  }

  private void metrics() {
    try {
      var answer = api.getOnce("/metrics");
      if (answer.status() == 200) {
        findings.addAll(MetricsChecks.check(new MetricsText(answer.text())));
      } else {
        findings.add(
            Finding.warning(
                "metrics",
                "/metrics answers " + answer.status(),
                "The checks that read the metrics are left out. Call the server directly."));
      }
    } catch (IOException e) {
      findings.add(Finding.warning("metrics", api.reason(e), "Try again."));
    }
  }

  /** Checks how far lists lag behind, on a server that has lists. */
  private void view() {
    try {
      var answer = api.getOnce("/tasks?limit=1");
      if (answer.unknownPath() || answer.status() == 501) {
        return; // the server is older, or its engine has no lists
      }
      if (answer.status() != 200) {
        findings.add(
            Finding.warning(
                "lists",
                String.valueOf(answer.failure().getMessage()),
                "Lists and search do not work; everything else does. See the server's log."));
        return;
      }
      var page = answer.body();
      var lag = "lists lag " + page.path("as_of").path("lag_ms").asLong() + " ms behind";
      findings.add(
          page.path("stale").asBoolean()
              ? Finding.warning("lists", lag, "Wait; if it stays so, see the server's log.")
              : Finding.ok("lists", lag));
    } catch (IOException e) {
      findings.add(Finding.warning("lists", api.reason(e), "Try again."));
    }
  }
}
