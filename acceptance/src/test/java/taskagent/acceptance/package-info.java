/**
 * The scenarios of the product, run against a world: the packaged server on one engine. The words
 * of the features are in {@link taskagent.acceptance.TaskSteps} and its neighbours.
 */
package taskagent.acceptance;
