package taskagent.domain.task;

import java.time.Instant;
import java.util.Optional;

/**
 * A task as clients see it (specification §2).
 *
 * @param version starts at 1 and increases by one with every change
 */
public record TaskSnapshot(
    TaskId id,
    String title,
    String description,
    TaskStatus status,
    Optional<String> assignee,
    Optional<Instant> deadline,
    Instant createdAt,
    Instant updatedAt,
    long version) {}
