# Creates the certificate authorities, a certificate for every part, and a kubeconfig for every client.
# shellcheck shell=bash disable=SC2154

pki_up() {
  mkdir -p "$state/pki"
  chmod 700 "$state/pki"
  authority cluster
  # Only the API server may access etcd, so no other client has a certificate of this authority.
  authority etcd
  [ -f "$state/pki/accounts.key" ] || ec_key "$state/pki/accounts.key"

  local api names
  api=$(node_address node-1)
  names=DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc
  names+=,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:$api,IP:$service_net.0.1
  certificate etcd etcd /CN=etcd DNS:localhost,IP:127.0.0.1
  certificate etcd etcd-client /CN=kube-apiserver
  certificate cluster apiserver /CN=kube-apiserver "$names"
  certificate cluster kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client
  certificate cluster admin /O=system:masters/CN=admin
  certificate cluster controller-manager /CN=system:kube-controller-manager
  certificate cluster scheduler /CN=system:kube-scheduler
  certificate cluster proxy /CN=system:kube-proxy
  certificate cluster local-provisioner /CN=system:local-provisioner

  local part
  for part in controller-manager scheduler proxy local-provisioner; do
    kubeconfig "$state/pki/$part.kubeconfig" "$part" "https://$api:6443"
  done
  kubeconfig "$state/kubeconfig" admin "https://127.0.0.1:$api_port"
  # Root starts the cluster; the user who called sudo uses it.
  if [ -n "${SUDO_UID:-}" ]; then chown "$SUDO_UID" "$state/kubeconfig"; fi
}

pki_node() {
  certificate cluster "$1" "/O=system:nodes/CN=system:node:$1" "DNS:$1,IP:$(node_address "$1")"
  kubeconfig "$state/pki/$1.kubeconfig" "$1" "https://$(node_address node-1):6443"
}

ec_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }

authority() {
  local name=$state/pki/$1-ca
  if [ -f "$name.crt" ]; then return; fi
  ec_key "$name.key"
  openssl req -x509 -new -key "$name.key" -out "$name.crt" -days 3650 -subj "/CN=taskagent-$1" \
    -addext keyUsage=critical,digitalSignature,keyCertSign
}

# certificate AUTHORITY NAME SUBJECT [NAMES] : creates a certificate, or renews it if subject or names changed.
certificate() {
  local authority=$state/pki/$1-ca name=$state/pki/$2 subject=$3 names=${4:-}
  if [ "$subject $names" = "$(cat "$name.for" 2>/dev/null)" ]; then return; fi
  ec_key "$name.key"
  {
    echo "extendedKeyUsage=clientAuth,serverAuth"
    if [ -n "$names" ]; then echo "subjectAltName=$names"; fi
  } >"$name.extensions"
  openssl req -new -key "$name.key" -subj "$subject" |
    openssl x509 -req -CA "$authority.crt" -CAkey "$authority.key" -CAcreateserial -days 3650 \
      -extfile "$name.extensions" -out "$name.crt" 2>"$name.log" || fail "openssl: $(head -n 2 "$name.log")"
  echo "$subject $names" >"$name.for"
}

# kubeconfig FILE NAME SERVER : writes a self-contained kubeconfig, so that it can be copied.
kubeconfig() {
  (umask 077 && put "$1") <<END
apiVersion: v1
kind: Config
clusters:
- name: taskagent
  cluster:
    server: $3
    certificate-authority-data: $(base64 -w0 "$state/pki/cluster-ca.crt")
users:
- name: $2
  user:
    client-certificate-data: $(base64 -w0 "$state/pki/$2.crt")
    client-key-data: $(base64 -w0 "$state/pki/$2.key")
contexts:
- name: taskagent
  context: {cluster: taskagent, user: $2}
current-context: taskagent
END
}
