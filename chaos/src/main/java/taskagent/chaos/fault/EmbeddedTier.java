package taskagent.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import taskagent.chaos.load.HttpApi;
import taskagent.chaos.load.WebhookReceiver;
import taskagent.dapr.cluster.Ports;
import taskagent.testing.disk.FaultyDisk;
import taskagent.testing.server.ServerProcess;

/** One process and its database, on a small disk of its own. */
public final class EmbeddedTier implements Tier {

  private static final Duration BRIEF = Duration.ofMillis(500);
  private static final Duration OUTAGE = Duration.ofSeconds(5);

  /** Enough for an hour of runs; each run leaves its data. */
  private static final int DISK_MEBIBYTES = 1_024;

  private static final int BLOCK = 1 << 16;

  private final WebhookReceiver receiver = new WebhookReceiver(InetAddress.getLoopbackAddress());
  private final List<String> command = new ArrayList<>();
  private final Path folder;
  private final FaultyDisk disk;
  private volatile ServerProcess server;

  /**
   * Starts the process.
   *
   * @param folder where to mount its disk
   */
  public EmbeddedTier(Path folder) throws IOException {
    this.folder = folder;
    this.disk = FaultyDisk.at(folder, DISK_MEBIBYTES);
    // The port stays the same after a restart, so that clients find the server again.
    command.addAll(List.of("--port", Integer.toString(new Ports().next())));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    receiver.settings().forEach((name, value) -> command.add("--" + name + "=" + value));
    server = ServerProcess.start(Map.of(), command);
  }

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public List<HttpApi> apis() {
    return List.of(new HttpApi(server.address()));
  }

  @Override
  public WebhookReceiver receiver() {
    return receiver;
  }

  @Override
  public List<Fault> faults() {
    var faults = new ArrayList<Fault>();
    faults.add(new Fault(2, "app killed", BRIEF, _ -> server.kill(), this::awaitServing));
    faults.add(
        new Fault(
            2,
            "app killed, and again while it recovers",
            BRIEF,
            this::killTwice,
            this::awaitServing));
    faults.add(new Fault(4, "disk full, 5 s", OUTAGE, _ -> fill(), this::makeRoom));
    faults.add(new Fault(4, "disk hangs, 5 s", OUTAGE, _ -> disk.hang(), disk::goOn));
    faults.add(
        new Fault(4, "disk fails and loses unsynced data", OUTAGE, _ -> disk.fail(), this::repair));
    faults.add(CommonFaults.invalidRequests(this));
    faults.addAll(CommonFaults.of(receiver));
    faults.addAll(
        CommonFaults.worstMoments(receiver, () -> () -> server.kill(), this::awaitServing));
    faults.add(CommonFaults.compensationFails(receiver, this::fill, this::makeRoom));
    return faults;
  }

  private void killTwice(Random random) throws InterruptedException {
    server.kill();
    awaitServing();
    Thread.sleep(random.nextInt(500));
    server.kill();
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  private void fill() {
    var block = new byte[BLOCK];
    try (var file = Files.newOutputStream(ballast())) {
      for (int written = 0; written < DISK_MEBIBYTES << 20; written += BLOCK) {
        file.write(block);
      }
      throw new IllegalStateException("the disk is larger than expected");
    } catch (IOException e) {
      // the disk is full
    }
  }

  private void repair() throws IOException {
    server.kill();
    disk.mountAnew();
    awaitServing();
  }

  private void makeRoom() throws IOException {
    Files.deleteIfExists(ballast());
  }

  @Override
  public void awaitServing() {
    if (!alive()) {
      server = ServerProcess.start(Map.of(), command);
    }
  }

  private boolean alive() {
    return ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive).isPresent();
  }

  @Override
  public void close() {
    server.close();
    receiver.close();
    try {
      disk.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
