package main

import (
	"context"
	"fmt"
	"os"

	"go.opencensus.io/stats/view"

	"github.com/dapr/dapr/cmd/daprd/options"
	"github.com/dapr/dapr/pkg/buildinfo"
	"github.com/dapr/dapr/pkg/healthz"
	"github.com/dapr/dapr/pkg/metrics"
	"github.com/dapr/dapr/pkg/modes"
	"github.com/dapr/dapr/pkg/runtime"
	"github.com/dapr/dapr/pkg/security"
	"github.com/dapr/kit/concurrency"
	"github.com/dapr/kit/logger"
	"github.com/dapr/kit/signals"
)

// daprd is the sidecar. Dapr's own main refuses to run without its whole list of components, so this
// puts the same runtime together with ours. It takes the same flags, and does the same with them.
func daprd() {
	log := logger.NewLogger("dapr.runtime")
	opts, err := options.New(os.Args[1:])
	if err != nil {
		log.Fatalf("Cannot use the flags: %v", err)
	}
	switch {
	case opts.RuntimeVersion:
		fmt.Println(buildinfo.Version())
		return
	case opts.BuildInfo:
		fmt.Printf("Version: %s\nGit Commit: %s\nGit Version: %s\n",
			buildinfo.Version(), buildinfo.Commit(), buildinfo.GitVersion())
		return
	case opts.WaitCommand:
		runtime.WaitUntilDaprOutboundReady(opts.DaprHTTPPort)
		return
	}

	opts.Logger.SetAppID(opts.AppID)
	if err := logger.ApplyOptionsToLoggers(&opts.Logger); err != nil {
		log.Fatal(err)
	}
	log.Infof("Starting daprd %s with Task Agent's components", buildinfo.Version())

	serve(opts, log)
	log.Info("daprd has stopped")
}

// serve runs the runtime until a signal ends it. SIGHUP starts it afresh, which is how a sidecar
// takes over a changed configuration.
func serve(opts *options.Options, log logger.Logger) {
	ctx := signals.Context()
	hangups := signals.OnHUP(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case round, more := <-hangups:
			if !more {
				return
			}
			if err := runOnce(round, opts, log); err != nil {
				log.Fatalf("daprd failed: %v", err)
			}
			if round.Err() == nil {
				return // It ended by itself: somebody called the shutdown API.
			}
		}
	}
}

// runOnce runs the runtime beside what renews its certificates; when one of them ends, so does the
// other.
func runOnce(ctx context.Context, opts *options.Options, log logger.Logger) error {
	health := healthz.New()
	certificates, err := security.New(ctx, security.Options{
		AppID:                   opts.AppID,
		ControlPlaneNamespace:   opts.ControlPlaneNamespace,
		ControlPlaneTrustDomain: opts.ControlPlaneTrustDomain,
		Healthz:                 health,
		JwtAudiences:            opts.SentryRequestJwtAudiences,
		MTLSEnabled:             opts.EnableMTLS,
		Mode:                    modes.DaprMode(opts.Mode),
		SentryAddress:           opts.SentryAddress,
		TrustAnchors:            opts.TrustAnchors,
	})
	if err != nil {
		return err
	}
	return concurrency.NewRunnerManager(certificates.Run, func(ctx context.Context) error {
		identity, err := certificates.Handler(ctx)
		if err != nil {
			return err
		}
		config := configOf(opts)
		config.Healthz = health
		config.Security = identity
		config.Registry = components(logger.NewLogger("dapr.contrib"))
		config.Metrics = metrics.Options{
			Enabled:       opts.Metrics.Enabled(),
			Healthz:       health,
			ListenAddress: opts.Metrics.ListenAddress(),
			Log:           log,
			Meter:         view.NewMeter(),
			Namespace:     metrics.DefaultMetricNamespace,
			Port:          opts.Metrics.Port(),
		}
		sidecar, err := runtime.FromConfig(ctx, config)
		if err != nil {
			return err
		}
		return sidecar.Run(ctx)
	}).Run(ctx)
}
