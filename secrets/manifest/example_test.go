package manifest_test

import (
	"fmt"
	"os"

	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/manifest"
)

func ExampleExternalSecrets() {
	c, err := secrets.ParseConfig("secrets-config.yaml", []byte(`secrets:
  - {name: stripe-api-key, service: order-api, environment: production, type: external}
  - {name: db-password, service: order-api, environment: production, type: generated, rotation: {period: 90d, grace: 2h}}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	vault := manifest.Vault{
		Address: "https://vault.example.com:8200",
		Mount:   secrets.Mount{Path: "secrets", KV: 2}, // what Store.Mount returns
	}
	all, err := manifest.ExternalSecrets(c, vault, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := manifest.Write(os.Stdout, all); err != nil {
		fmt.Println(err)
	}
	// Output:
	// # Generated from secrets-config.yaml. What is edited here is overwritten.
	// # Reads the secrets of order-api in production.
	// ---
	// apiVersion: external-secrets.io/v1
	// kind: SecretStore
	// metadata:
	//   name: order-api
	//   namespace: production
	// spec:
	//   provider:
	//     vault:
	//       server: "https://vault.example.com:8200"
	//       path: secrets
	//       version: v2
	//       auth:
	//         kubernetes:
	//           mountPath: kubernetes
	//           role: production_order-api
	//           serviceAccountRef:
	//             name: order-api
	// ---
	// apiVersion: external-secrets.io/v1
	// kind: ExternalSecret
	// metadata:
	//   name: order-api
	//   namespace: production
	// spec:
	//   refreshInterval: "30m"
	//   secretStoreRef:
	//     kind: SecretStore
	//     name: order-api
	//   target:
	//     name: order-api
	//     creationPolicy: Owner
	//   data:
	//     - secretKey: db-password
	//       remoteRef:
	//         key: production/order-api/db-password
	//         property: value
	//     - secretKey: stripe-api-key
	//       remoteRef:
	//         key: production/order-api/stripe-api-key
	//         property: value
}

func ExampleAgent() {
	c, err := secrets.ParseConfig("secrets-config.yaml", []byte(`secrets:
  - {name: stripe-api-key, service: order-api, environment: production, type: external, shape: {field: key}}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	vault := manifest.Vault{Address: "https://vault.example.com:8200", Mount: secrets.Mount{Path: "secrets", KV: 2}}
	all, err := manifest.Agent(c, vault, &manifest.Options{CAFile: "/etc/vault/ca.crt"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(all[0].Text)
	// Output:
	// # Generated from secrets-config.yaml. What is edited here is overwritten.
	// # Reads the secrets of order-api in production.
	//
	// vault {
	//   address = "https://vault.example.com:8200"
	//   ca_cert = "/etc/vault/ca.crt"
	// }
	//
	// auto_auth {
	//   method {
	//     type = "kubernetes"
	//     mount_path = "auth/kubernetes"
	//     config = {
	//       role = "production_order-api"
	//     }
	//   }
	// }
	//
	// template_config {
	//   static_secret_render_interval = "1h"
	//   exit_on_retry_failure = true
	// }
	//
	// template {
	//   destination = "/vault/secrets/stripe-api-key"
	//   error_on_missing_key = true
	//   contents = "{{ with secret \"secrets/data/production/order-api/stripe-api-key\" }}{{ .Data.data.key }}{{ end }}"
	// }
}
