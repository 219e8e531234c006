/**
 * The scenarios of the product, run against a world: the packaged server on one engine. {@link
 * taskagent.acceptance.TaskSteps} and its neighbours implement the steps of the features. Start at
 * {@link taskagent.acceptance.ScenariosIT}.
 */
package taskagent.acceptance;
