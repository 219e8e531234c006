package taskagent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void aReasonNamesTheFileAndNoClass() {
    assertThat(Failures.reason(new FileSystemException("view.db", null, "Too many open files")))
        .isEqualTo("view.db: Too many open files");
    assertThat(Failures.reason(new NoSuchFileException("view.db")))
        .isEqualTo("view.db: it is missing");
    assertThat(Failures.reason(new AccessDeniedException("view.db")))
        .isEqualTo("view.db: permission denied");
    assertThat(Failures.reason(new IOException("the disk is full"))).isEqualTo("the disk is full");
  }
}
