/**
 * What the core needs from outside, and what it offers to whoever calls in. Each port has a
 * contract test that every adapter passes.
 */
@NullMarked
package taskagent.domain.port;

import org.jspecify.annotations.NullMarked;
