// One binary for all of Dapr that Task Agent needs. Which part it is depends on the name that it is
// started by, so six names share one file: linked apart, they would be six times as large.
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	injector "github.com/dapr/dapr/cmd/injector/app"
	operator "github.com/dapr/dapr/cmd/operator/app"
	placement "github.com/dapr/dapr/cmd/placement/app"
	scheduler "github.com/dapr/dapr/cmd/scheduler/app"
	sentry "github.com/dapr/dapr/cmd/sentry/app"
)

// parts are Dapr's own mains, but for daprd's: see daprd.go.
var parts = map[string]func(){
	"daprd":     daprd,
	"injector":  injector.Run,
	"operator":  operator.Run,
	"placement": placement.Run,
	"scheduler": scheduler.Run,
	"sentry":    sentry.Run,
}

func main() {
	name := filepath.Base(os.Args[0])
	run, known := parts[name]
	if !known {
		names := slices.Sorted(maps.Keys(parts))
		fmt.Fprintf(os.Stderr, "%s: start this by the name of a part: %s\n", name, strings.Join(names, ", "))
		os.Exit(2)
	}
	run()
}
