# What every node runs: containerd, kubelet and kube-proxy. Their ports are in the node's own network. Firewall
# rules on the machine keep others out: see network.sh.
# shellcheck shell=bash disable=SC2154

containerd_socket=/run/containerd/containerd.sock

runtime_up() {
  local node=$1 folder
  folder=$(node_folder "$node")
  containerd_config | put "$folder/etc/containerd.toml"
  mkdir -p "$folder/etc/cni"
  cni_config "$node" | put "$folder/etc/cni/10-pods.conflist"
  start "$node" containerd containerd --config "$folder/etc/containerd.toml"
  await "$node" containerd 30 ctr_on "$node" version
}

worker_up() {
  local node=$1 folder
  folder=$(node_folder "$node")
  pki_node "$node"
  kubelet_config "$node" | put "$folder/etc/kubelet.yaml"
  proxy_config "$node" | put "$folder/etc/kube-proxy.yaml"
  start "$node" kubelet kubelet --config="$folder/etc/kubelet.yaml" \
    --kubeconfig="$state/pki/$node.kubeconfig" --hostname-override="$node" --node-ip="$(node_address "$node")"
  start "$node" kube-proxy kube-proxy --config="$folder/etc/kube-proxy.yaml"
}

node_ready() { kubectl get node "$1" -o jsonpath='{.status.conditions[?(@.type=="Ready")].status}' | grep -qx True; }

ctr_on() {
  local node=$1
  shift
  enter "$node" ctr --address "$containerd_socket" --namespace k8s.io "$@"
}

containerd_config() {
  cat <<END
version = 2
root = "$folder/containerd"
state = "/run/containerd"
[grpc]
address = "$containerd_socket"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "docker.io/$pause_image"
# Needed if this machine is itself a container that may not lower the score.
restrict_oom_score_adj = true
# A profile would stay loaded in the kernel after the cluster has stopped.
disable_apparmor = true
# As in Docker, a user other than root may listen on any port.
enable_unprivileged_ports = true
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "$tools/usr/lib/cni"
conf_dir = "$folder/etc/cni"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
END
}

# A bridge does not enforce NetworkPolicies; the API only accepts them. Ports of the host are not open to
# other machines either.
cni_config() {
  cat <<END
{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {"type": "bridge", "bridge": "pods0", "isGateway": true, "hairpinMode": true, "ipMasq": false,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "$pod_net.${1#node-}.0/24"}]],
            "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
END
}

# Images are never removed, because they cannot be pulled again. The control groups have our name, because
# another kubelet may run on this machine.
kubelet_config() {
  cat <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $(node_address "$1")
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
  x509: {clientCAFile: "$state/pki/cluster-ca.crt"}
authorization: {mode: Webhook}
tlsCertFile: "$state/pki/$1.crt"
tlsPrivateKeyFile: "$state/pki/$1.key"
cgroupDriver: cgroupfs
cgroupRoot: /taskagent
failCgroupV1: false
failSwapOn: false
containerRuntimeEndpoint: unix://$containerd_socket
clusterDNS: [$service_net.0.10]
clusterDomain: cluster.local
resolvConf: "$state/resolv.conf"
imageGCHighThresholdPercent: 100
# How soon a pod sees a changed ConfigMap. Dapr's parts wait for one that sentry fills.
syncFrequency: 5s
evictionHard: {nodefs.available: 1%, imagefs.available: 1%, memory.available: 100Mi}
END
}

# The limits for tracked connections belong to the machine and are not changed.
proxy_config() {
  cat <<END
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: "$state/pki/proxy.kubeconfig"}
hostnameOverride: $1
mode: iptables
clusterCIDR: $pod_net.0.0/16
bindAddress: $(node_address "$1")
healthzBindAddress: 127.0.0.1:10256
metricsBindAddress: 127.0.0.1:10249
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
END
}
