package taskagent.domain.memory;

import java.util.List;
import taskagent.domain.saga.SagaInput;

/**
 * The inputs of a saga in answer to one directive.
 *
 * @param key identifies the directive
 */
public record JournalEntry(String key, List<SagaInput> inputs) {}
