package taskagent.dapr;

import io.dapr.durabletask.DurableTaskGrpcWorkerBuilder;
import io.dapr.durabletask.TaskActivityFactory;
import io.dapr.durabletask.TaskOrchestration;
import io.dapr.durabletask.TaskOrchestrationFactory;
import io.dapr.workflows.Workflow;
import io.dapr.workflows.runtime.DefaultWorkflowContext;
import io.dapr.workflows.runtime.WorkflowRuntime;
import io.grpc.ManagedChannel;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import taskagent.dapr.sidecar.TracedCalls;

/** Builds a worker like the SDK's own builder, which does not expose its channel. */
final class WorkflowWorker {

  private WorkflowWorker() {}

  /** Returns a worker of the saga's workflow, under each of its names. */
  static WorkflowRuntime of(
      ManagedChannel channel,
      TracedCalls traced,
      Workflow saga,
      Stream<TaskActivityFactory> activities) {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var builder =
        new DurableTaskGrpcWorkerBuilder().grpcChannel(channel).withExecutorService(threads);
    SagaWorkflow.NAMES.forEach(name -> builder.addOrchestration(named(name, traced, saga)));
    activities.forEach(builder::addActivity);
    return new WorkflowRuntime(builder.build(), channel, threads);
  }

  private static TaskOrchestrationFactory named(
      String name, TracedCalls traced, Workflow workflow) {
    return new TaskOrchestrationFactory() {
      @Override
      public String getName() {
        return name;
      }

      @Override
      public TaskOrchestration create() {
        return traced.tracedWorkflow(context -> workflow.run(new DefaultWorkflowContext(context)));
      }
    };
  }
}
