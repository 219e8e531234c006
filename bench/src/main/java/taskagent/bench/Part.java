package taskagent.bench;

import java.io.IOException;

/** What can be measured, in the order in which it is. */
enum Part {
  BASELINE("a plain HTTP answer, and rows in a plain SQLite loop") {
    @Override
    void measure(Stage stage, Report report) throws IOException, InterruptedException {
      new Baseline(stage, report).measure();
    }
  },
  SAGAS("tasks taken through the saga to their end") {
    @Override
    void measure(Stage stage, Report report) throws IOException, InterruptedException {
      Loads.sagas(stage, report);
    }
  },
  READS("tasks read by id") {
    @Override
    void measure(Stage stage, Report report) throws IOException, InterruptedException {
      Loads.reads(stage, report);
    }
  },
  CHAT("messages by many users, and by one") {
    @Override
    void measure(Stage stage, Report report) throws IOException, InterruptedException {
      Loads.chat(stage, report);
    }
  },
  MEMORY("memory and database: idle, after load, with many open tasks") {
    @Override
    void measure(Stage stage, Report report) throws IOException, InterruptedException {
      new Memory(stage, report).measure();
    }
  },
  STARTUP("time until ready: on an empty database, with many open tasks") {
    @Override
    void measure(Stage stage, Report report) throws IOException, InterruptedException {
      new StartUp(stage, report).measure();
    }
  },
  DEADLINES("time until many deadlines have acted that were missed") {
    @Override
    void measure(Stage stage, Report report) throws IOException, InterruptedException {
      new Deadlines(stage, report).measure();
    }
  };

  private final String about;

  Part(String about) {
    this.about = about;
  }

  String about() {
    return about;
  }

  abstract void measure(Stage stage, Report report) throws IOException, InterruptedException;
}
