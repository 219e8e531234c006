/**
 * Task Agent on a real Dapr, in containers that can be killed and paused one by one. Start at
 * {@link taskagent.dapr.cluster.DaprCluster}.
 */
package taskagent.dapr.cluster;
