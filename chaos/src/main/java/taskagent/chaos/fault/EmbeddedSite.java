package taskagent.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import taskagent.acceptance.faults.Disk;
import taskagent.acceptance.server.Server;
import taskagent.chaos.load.HttpApi;
import taskagent.chaos.load.Outside;

/** One process with its file, on a small disk of its own. */
public final class EmbeddedSite implements Site {

  private static final Duration BRIEF = Duration.ofMillis(500);
  private static final Duration OUTAGE = Duration.ofSeconds(5);

  /** Enough for an hour of runs, which all leave their data. */
  private static final int DISK_MEBIBYTES = 1_024;

  private static final int BLOCK = 1 << 16;

  private final Outside outside = new Outside(InetAddress.getLoopbackAddress());
  private final List<String> command = new ArrayList<>();
  private final Path folder;
  private final Disk disk;
  private volatile Server server;

  /**
   * Starts it.
   *
   * @param folder where its disk is to be
   */
  public EmbeddedSite(Path folder) throws IOException {
    this.folder = folder;
    this.disk = Disk.at(folder, DISK_MEBIBYTES);
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // The same one after each start, so that clients find it again.
      command.addAll(List.of("--port", Integer.toString(free.getLocalPort())));
    }
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    outside.settings().forEach((name, value) -> command.add("--" + name + "=" + value));
    server = Server.start(Map.of(), command);
  }

  @Override
  public String tier() {
    return "embedded";
  }

  @Override
  public List<HttpApi> apis() {
    return List.of(new HttpApi(server.address()));
  }

  @Override
  public Outside outside() {
    return outside;
  }

  @Override
  public List<Fault> faults() {
    var faults = new ArrayList<Fault>();
    faults.add(new Fault(2, "app killed", BRIEF, _ -> server.kill(), this::awaitServing));
    faults.add(
        new Fault(2, "app killed, and as it recovers", BRIEF, this::killTwice, this::awaitServing));
    faults.add(new Fault(4, "disk full, 5 s", OUTAGE, _ -> fill(), this::makeRoom));
    faults.add(new Fault(4, "disk hangs, 5 s", OUTAGE, _ -> disk.hang(), disk::goOn));
    faults.add(
        new Fault(
            4,
            "disk fails, and loses what was not synced",
            OUTAGE,
            _ -> disk.fail(),
            this::repair));
    faults.add(OutsideFaults.poison(this));
    faults.addAll(OutsideFaults.of(outside));
    faults.addAll(
        OutsideFaults.worstMoments(outside, () -> () -> server.kill(), this::awaitServing));
    faults.add(OutsideFaults.compensationFails(outside, this::fill, this::makeRoom));
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
      throw new IllegalStateException("the disk is larger than it should be");
    } catch (IOException e) {
      // it is full
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
      server = Server.start(Map.of(), command);
    }
  }

  private boolean alive() {
    return ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive).isPresent();
  }

  @Override
  public void close() {
    server.close();
    outside.close();
    try {
      disk.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
