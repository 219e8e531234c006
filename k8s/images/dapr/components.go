package main

import (
	kubernetesnames "github.com/dapr/components-contrib/nameresolution/kubernetes"
	"github.com/dapr/components-contrib/nameresolution/mdns"
	"github.com/dapr/components-contrib/nameresolution/nameformat"
	redistopics "github.com/dapr/components-contrib/pubsub/redis"
	kubernetessecrets "github.com/dapr/components-contrib/secretstores/kubernetes"
	envsecrets "github.com/dapr/components-contrib/secretstores/local/env"
	filesecrets "github.com/dapr/components-contrib/secretstores/local/file"
	redisstate "github.com/dapr/components-contrib/state/redis"

	"github.com/dapr/dapr/pkg/components/bindings"
	"github.com/dapr/dapr/pkg/components/configuration"
	"github.com/dapr/dapr/pkg/components/conversation"
	"github.com/dapr/dapr/pkg/components/crypto"
	"github.com/dapr/dapr/pkg/components/lock"
	"github.com/dapr/dapr/pkg/components/middleware/http"
	"github.com/dapr/dapr/pkg/components/nameresolution"
	"github.com/dapr/dapr/pkg/components/pubsub"
	"github.com/dapr/dapr/pkg/components/secretstores"
	"github.com/dapr/dapr/pkg/components/state"
	"github.com/dapr/dapr/pkg/runtime/registry"
	"github.com/dapr/kit/logger"
)

// components are those that Task Agent uses and no others: Dapr's whole list takes several times as
// long to build, and several times the disk.
func components(log logger.Logger) *registry.Options {
	states := state.NewRegistry()
	states.RegisterComponent(redisstate.NewRedisStateStore, "redis")

	topics := pubsub.NewRegistry()
	topics.RegisterComponent(redistopics.NewRedisStreams, "redis")

	// A sidecar finds the others by multicast on one machine, and by DNS in Kubernetes. The tests use
	// the third, which only puts names together, since multicast leaves the machine.
	names := nameresolution.NewRegistry()
	names.RegisterComponent(mdns.NewResolver, "mdns")
	names.RegisterComponent(kubernetesnames.NewResolver, "kubernetes")
	names.RegisterComponent(nameformat.NewResolver, "nameformat")

	secrets := secretstores.NewRegistry()
	secrets.RegisterComponent(kubernetessecrets.NewKubernetesSecretStore, "kubernetes")
	secrets.RegisterComponent(envsecrets.NewEnvSecretStore, "local.env")
	secrets.RegisterComponent(filesecrets.NewLocalSecretStore, "local.file")

	// The rest are empty, but must be there: daprd asks each registry without checking for nil.
	inputs := bindings.NewRegistry()
	settings := configuration.NewRegistry()
	models := conversation.NewRegistry()
	keys := crypto.NewRegistry()
	filters := http.NewRegistry()
	locks := lock.NewRegistry()

	// A registry hands its log to what it makes, and has none of its own.
	for _, l := range []*logger.Logger{
		&states.Logger, &topics.Logger, &names.Logger, &secrets.Logger, &inputs.Logger,
		&settings.Logger, &models.Logger, &keys.Logger, &filters.Logger, &locks.Logger,
	} {
		*l = log
	}

	return registry.NewOptions().
		WithStateStores(states).
		WithPubSubs(topics).
		WithNameResolutions(names).
		WithSecretStores(secrets).
		WithBindings(inputs).
		WithConfigurations(settings).
		WithConversations(models).
		WithCryptoProviders(keys).
		WithHTTPMiddlewares(filters).
		WithLocks(locks)
}
