/**
 * Lists of tasks and runs from a view: a database of its own that follows the engine's change log
 * and can be made anew at any time (ADR 32). Start reading at {@link taskagent.view.View}.
 */
@NullMarked
package taskagent.view;

import org.jspecify.annotations.NullMarked;
