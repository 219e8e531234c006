package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v11/controller"
)

// Kubernetes leaves it to others to make volumes. This part makes each claim of its storage class a
// folder, as a volume of the kind "local": unlike "hostPath" that one ties pods to the node it is on, and
// lets Kubernetes give the folder to the group that a pod asks for (fsGroup).
const provisionerName = "taskagent/local"

type folders struct{ root string }

func (f folders) Provision(_ context.Context, claim controller.ProvisionOptions) (
	*core.PersistentVolume, controller.ProvisioningState, error,
) {
	if claim.SelectedNode == nil {
		return nil, controller.ProvisioningFinished,
			errors.New("the storage class must say volumeBindingMode: WaitForFirstConsumer")
	}
	node := claim.SelectedNode.Labels[core.LabelHostname]
	folder := filepath.Join(f.root, strings.Join([]string{claim.PVC.Namespace, claim.PVC.Name, claim.PVName}, "_"))
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	// Not left to the umask: images run as users of their own, and not all pods name a group.
	if err := os.Chmod(folder, 0o777); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	return &core.PersistentVolume{
		ObjectMeta: meta.ObjectMeta{Name: claim.PVName},
		Spec: core.PersistentVolumeSpec{
			AccessModes: claim.PVC.Spec.AccessModes,
			// The size is a wish: nothing keeps a pod from writing more.
			Capacity:                      core.ResourceList{core.ResourceStorage: claim.PVC.Spec.Resources.Requests[core.ResourceStorage]},
			PersistentVolumeReclaimPolicy: *claim.StorageClass.ReclaimPolicy,
			PersistentVolumeSource:        core.PersistentVolumeSource{Local: &core.LocalVolumeSource{Path: folder}},
			NodeAffinity: &core.VolumeNodeAffinity{Required: &core.NodeSelector{
				NodeSelectorTerms: []core.NodeSelectorTerm{{MatchExpressions: []core.NodeSelectorRequirement{
					{Key: core.LabelHostname, Operator: core.NodeSelectorOpIn, Values: []string{node}},
				}}},
			}},
		},
	}, controller.ProvisioningFinished, nil
}

func (f folders) Delete(_ context.Context, volume *core.PersistentVolume) error {
	folder := volume.Spec.Local.Path
	// A volume is an object that others can write. Nothing outside of the root goes.
	if filepath.Dir(filepath.Clean(folder)) != filepath.Clean(f.root) {
		return fmt.Errorf("%s is not a folder of %s", folder, f.root)
	}
	return os.RemoveAll(folder)
}

func provision() int {
	kubeconfig := flag.String("kubeconfig", "", "how to reach the cluster")
	root := flag.String("root", "", "the folder of all volumes")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err == nil {
		err = os.MkdirAll(*root, 0o711)
	}
	var client *kubernetes.Clientset
	if err == nil {
		client, err = kubernetes.NewForConfig(config)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "local-provisioner:", err)
		return 1
	}
	controller.NewProvisionController(ctx, client, provisionerName, folders{*root},
		controller.LeaderElection(false)).Run(ctx)
	return 0
}
