/** The worked example of {@code docs/your-own-saga.md}. */
@NullMarked
package taskagent.domain.example;

import org.jspecify.annotations.NullMarked;
