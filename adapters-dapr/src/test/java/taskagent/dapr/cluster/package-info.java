/**
 * Task Agent on a real Dapr, in containers of its own that can be killed and paused one by one:
 * start at {@link taskagent.dapr.cluster.DaprCluster}.
 */
package taskagent.dapr.cluster;
