package taskagent.dapr;

import java.time.Duration;
import java.util.Optional;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.engine.Retention;
import taskagent.domain.processing.NotifyPolicy;

/**
 * The settings of the Dapr engine.
 *
 * @param callbackHost the address for calls from the sidecar; never a public one
 * @param callbackPort the sidecar's app-port; 0 takes a free one
 * @param callbackToken the {@code dapr-api-token} that the sidecar must send, if any
 * @param sidecarPort the sidecar's gRPC port; by default that of {@code DAPR_GRPC_PORT}
 * @param stateStore the name of the component that keeps the state
 * @param pubsub the name of the component that carries the events
 * @param idleTimeout how long an unused actor stays active
 * @param exchangesKept how many exchanges of each conversation are kept
 * @param retention how long what has ended is kept
 * @param notifyPolicy the policy of the notify step for new runs
 * @param eventPolicy when a refused event is attempted again, and when it is given up; Dapr decides
 *     how many are sent at once
 * @param copiesToActorState true if each task and conversation is also copied to the state of its
 *     actor
 * @param consumesEvents true if the engine passes all events to the publisher; false if only those
 *     of conversations
 */
public record DaprSettings(
    String callbackHost,
    int callbackPort,
    Optional<String> callbackToken,
    Optional<Integer> sidecarPort,
    String stateStore,
    String pubsub,
    Duration idleTimeout,
    int exchangesKept,
    Retention retention,
    NotifyPolicy notifyPolicy,
    EventPolicy eventPolicy,
    boolean copiesToActorState,
    boolean consumesEvents) {}
