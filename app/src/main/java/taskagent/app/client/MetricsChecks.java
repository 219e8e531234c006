package taskagent.app.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks of {@code doctor} that read the server's metrics. */
final class MetricsChecks {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /** The version of Dapr with which the tests run. */
  private static final String TESTED_DAPR = "1.18";

  /** Each change waits for one write to the disk, so a person would notice a slower one. */
  private static final long SLOW_WRITE_MICROS = 100_000;

  /** More than a healthy receiver of events ever leaves waiting. */
  private static final long MANY_EVENTS = 1_000;

  private final MetricsText metrics;
  private final List<Finding> findings = new ArrayList<>();

  private MetricsChecks(MetricsText metrics) {
    this.metrics = metrics;
  }

  static List<Finding> check(MetricsText metrics) {
    var checks = new MetricsChecks(metrics);
    checks.server();
    checks.dapr();
    checks.overdue();
    checks.sagas();
    checks.receivers();
    checks.pendingEvents();
    checks.deadLetters();
    checks.disk();
    checks.writing();
    return checks.findings;
  }

  private void server() {
    var info = metrics.labels("taskagent_info");
    findings.add(
        info.isEmpty()
            ? Finding.warning(
                "server", "it does not say its version", "Is it older than this command?")
            : Finding.ok(
                "server", "version " + info.get("version") + ", engine " + info.get("engine")));
  }

  private void dapr() {
    if (!"dapr".equals(metrics.labels("taskagent_info").get("engine"))) {
      return;
    }
    var major = part("major");
    var minor = part("minor");
    if (major.isEmpty() || minor.isEmpty()) {
      findings.add(
          Finding.error(
              "dapr",
              "the server cannot reach its sidecar",
              "Check that daprd runs beside the server, and read its log."));
      return;
    }
    var version = major.get() + "." + minor.get();
    findings.add(
        version.equals(TESTED_DAPR)
            ? Finding.ok("dapr", "the sidecar has version " + version)
            : Finding.warning(
                "dapr",
                "the sidecar has version " + version,
                "This version is tested with Dapr " + TESTED_DAPR + "."));
  }

  private Optional<Long> part(String name) {
    return count("taskagent_dapr_version{part=\"" + name + "\"}");
  }

  private void overdue() {
    count("taskagent_tasks{state=\"overdue\"}")
        .ifPresent(
            count ->
                findings.add(
                    count == 0
                        ? Finding.ok("tasks", "none is overdue")
                        : Finding.warning(
                            "tasks",
                            count + (count == 1 ? " task is overdue" : " tasks are overdue"),
                            "List them with taskagent list status:overdue.")));
  }

  private void sagas() {
    count("taskagent_sagas_still")
        .ifPresent(
            count ->
                findings.add(
                    count == 0
                        ? Finding.ok("sagas", "none stands still")
                        : Finding.error(
                            "sagas",
                            count + (count == 1 ? " saga stands still" : " sagas stand still"),
                            "Check the scheduler, Redis and the sidecars; the log has the ids.")));
  }

  private void receivers() {
    var address = count("taskagent_circuits_open{of=\"address\"}");
    var assignees = count("taskagent_circuits_open{of=\"assignee\"}");
    if (address.isEmpty() || assignees.isEmpty()) {
      return; // notifications go to the log
    }
    var advice = "Their sagas wait for ten minutes at most; the log says why it failed.";
    if (address.get() > 0) {
      findings.add(Finding.warning("notifications", "the receiver cannot be reached", advice));
    } else if (assignees.get() > 0) {
      findings.add(
          Finding.warning(
              "notifications",
              assignees.get()
                  + (assignees.get() == 1 ? " assignee" : " assignees")
                  + " cannot be reached",
              advice));
    } else {
      findings.add(Finding.ok("notifications", "their receiver can be reached"));
    }
  }

  private void pendingEvents() {
    count("taskagent_events_pending")
        .ifPresent(
            count ->
                findings.add(
                    count < MANY_EVENTS
                        ? Finding.ok("events", count + " wait to be published")
                        : Finding.warning(
                            "events",
                            count + " wait to be published",
                            "Check the receiver of events; they are kept and retried.")));
  }

  private void deadLetters() {
    count("taskagent_events_dead")
        .ifPresent(
            count ->
                findings.add(
                    count == 0
                        ? Finding.ok("dead letters", "none")
                        : Finding.warning(
                            "dead letters",
                            count + (count == 1 ? " event was" : " events were") + " given up",
                            "Fix what taskagent dead-letters names, then run taskagent"
                                + " dead-letters replay --all.")));
  }

  private void disk() {
    count("taskagent_disk_free_bytes")
        .ifPresent(
            free -> {
              var left = (free >= GIB ? free / GIB + " GiB" : free / MIB + " MiB") + " are free";
              var advice =
                  "Free space on the disk of the data folder; when it is full, writes fail.";
              if (free >= GIB) {
                findings.add(Finding.ok("disk", left));
              } else if (free >= GIB / 8) {
                findings.add(Finding.warning("disk", left, advice));
              } else {
                findings.add(Finding.error("disk", left, advice));
              }
            });
  }

  /** The readiness check, which was asked before, has just written. */
  private void writing() {
    count("taskagent_database_commit_microseconds")
        .filter(micros -> micros > 0)
        .ifPresent(
            micros -> {
              var took = "a write takes " + (micros + 999) / 1_000 + " ms";
              findings.add(
                  micros <= SLOW_WRITE_MICROS
                      ? Finding.ok("writing", took)
                      : Finding.warning(
                          "writing",
                          took,
                          "Each change waits for this. Use a faster disk for the data folder, or"
                              + " find out what else uses this one."));
            });
  }

  private Optional<Long> count(String name) {
    return metrics.value(name);
  }
}
