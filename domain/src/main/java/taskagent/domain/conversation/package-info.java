/**
 * The conversation aggregate (spec §3). Start at {@link
 * taskagent.domain.conversation.Conversation}.
 */
@NullMarked
package taskagent.domain.conversation;

import org.jspecify.annotations.NullMarked;
