// The custom resource definitions that tests install, copied out of these modules by tools/real-parts.
// Nothing imports them, so "go mod tidy" would drop them: update with "go get MODULE@VERSION" and "go mod download".
module io.meshtwin/tools/crds

go 1.26.0

require (
	istio.io/api v1.31.1
	sigs.k8s.io/gateway-api v1.6.3
)
