/** Task Agent on a real Kubernetes, deployed by its manifests. */
package taskagent.testing.kubernetes;
