/**
 * The conversation aggregate (specification §3). Start reading at {@link
 * taskagent.domain.conversation.Conversation}.
 */
@NullMarked
package taskagent.domain.conversation;

import org.jspecify.annotations.NullMarked;
