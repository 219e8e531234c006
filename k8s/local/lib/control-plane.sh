# The control plane, which runs as processes of node-1.
# shellcheck shell=bash disable=SC2154

control_plane_up() {
  local node=$1 pki=$state/pki
  etcd_up "$node"
  apiserver_up "$node"

  start "$node" kube-controller-manager kube-controller-manager \
    --kubeconfig="$pki/controller-manager.kubeconfig" \
    --authentication-kubeconfig="$pki/controller-manager.kubeconfig" \
    --authorization-kubeconfig="$pki/controller-manager.kubeconfig" \
    --bind-address=127.0.0.1 --leader-elect=false --use-service-account-credentials \
    --service-account-private-key-file="$pki/accounts.key" --root-ca-file="$pki/cluster-ca.crt" \
    --cluster-signing-cert-file="$pki/cluster-ca.crt" --cluster-signing-key-file="$pki/cluster-ca.key"
  start "$node" kube-scheduler kube-scheduler --kubeconfig="$pki/scheduler.kubeconfig" \
    --authentication-kubeconfig="$pki/scheduler.kubeconfig" \
    --authorization-kubeconfig="$pki/scheduler.kubeconfig" --bind-address=127.0.0.1 --leader-elect=false
  start "$node" local-provisioner local-provisioner --kubeconfig="$pki/local-provisioner.kubeconfig" \
    --root="$state/volumes"
}

# etcd runs without fsync. Its data survives a crash of etcd, but not of the machine, which is enough for
# trials. With fsync, a slow disk would make all of Kubernetes slow.
etcd_up() {
  local node=$1 pki=$state/pki url=https://127.0.0.1:2379 peer=http://127.0.0.1:2380
  start "$node" etcd etcd --name="$node" --data-dir="$state/etcd" --unsafe-no-fsync --logger=zap \
    --listen-client-urls="$url" --advertise-client-urls="$url" \
    --cert-file="$pki/etcd.crt" --key-file="$pki/etcd.key" \
    --client-cert-auth --trusted-ca-file="$pki/etcd-ca.crt" \
    --listen-peer-urls="$peer" --initial-advertise-peer-urls="$peer" --initial-cluster="$node=$peer" \
    --auto-compaction-retention=1h
}

# The admission plugins are the default ones, including PodSecurity, and NodeRestriction.
apiserver_up() {
  local node=$1 pki=$state/pki address
  address=$(node_address "$node")
  start "$node" kube-apiserver kube-apiserver \
    --etcd-servers=https://127.0.0.1:2379 --etcd-cafile="$pki/etcd-ca.crt" \
    --etcd-certfile="$pki/etcd-client.crt" --etcd-keyfile="$pki/etcd-client.key" \
    --bind-address="$address" --advertise-address="$address" --secure-port=6443 \
    --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" \
    --client-ca-file="$pki/cluster-ca.crt" --authorization-mode=Node,RBAC \
    --enable-admission-plugins=NodeRestriction --allow-privileged \
    --kubelet-certificate-authority="$pki/cluster-ca.crt" --kubelet-preferred-address-types=InternalIP \
    --kubelet-client-certificate="$pki/kubelet-client.crt" --kubelet-client-key="$pki/kubelet-client.key" \
    --service-cluster-ip-range="$service_net.0.0/16" --service-node-port-range="${node_ports/:/-}" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-key-file="$pki/accounts.key" --service-account-signing-key-file="$pki/accounts.key"
  await "$node" kube-apiserver 90 kubectl get --raw /readyz
}
