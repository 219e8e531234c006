package taskagent.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;

final class LogEventPublisherTest {

  private final Logger logger = Logger.getLogger(LogEventPublisher.class.getName());
  private final List<String> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(MessageFormat.format("{0} {1}", line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    logger.addHandler(handler);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(handler);
    logger.setLevel(null);
  }

  private static Event event(String topic, String type, String subject) {
    return new Event("id/1", topic, type, subject, Instant.EPOCH, "{\"content\": \"secret\"}");
  }

  @Test
  void eachConversationEventIsOneLineWithoutItsText() {
    new LogEventPublisher()
        .publish(event(EventPublisher.CONVERSATION_EVENTS, "conversation.updated", "ada\nx"));
    assertThat(lines).containsExactly("event conversation.updated id/1 {user=ada?x}");
  }

  @Test
  void anEventOfATaskIsOnlyForDebugging() {
    new LogEventPublisher().publish(event(EventPublisher.TASK_EVENTS, "task.created", "t1"));
    assertThat(lines).isEmpty();
  }
}
