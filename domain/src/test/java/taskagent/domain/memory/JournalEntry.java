package taskagent.domain.memory;

import java.util.List;
import taskagent.domain.saga.SagaInput;

/**
 * What a saga was told in answer to one directive.
 *
 * @param key names the directive
 */
public record JournalEntry(String key, List<SagaInput> inputs) {}
