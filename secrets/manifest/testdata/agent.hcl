# Generated from secrets-config.yaml. What is edited here is overwritten.
# Reads the secrets of no in production.

vault {
  address = "https://vault.example.com:8200"
  ca_cert = "/etc/vault/ca.crt"
}

auto_auth {
  method {
    type = "kubernetes"
    mount_path = "auth/kubernetes"
    config = {
      role = "production_no"
    }
  }
}

template_config {
  static_secret_render_interval = "1h"
  exit_on_retry_failure = true
}

template {
  destination = "/vault/secrets/file-token-"
  error_on_missing_key = true
  contents = "{{ with secret \"secrets/data/production/no/file-token-\" }}{{ .Data.data.value }}{{ end }}"
}
# Generated from secrets-config.yaml. What is edited here is overwritten.
# Reads the secrets of order-api in production.

vault {
  address = "https://vault.example.com:8200"
  ca_cert = "/etc/vault/ca.crt"
}

auto_auth {
  method {
    type = "kubernetes"
    mount_path = "auth/kubernetes"
    config = {
      role = "production_order-api"
      token_path = "/var/run/secrets/vault.hashicorp.com/serviceaccount/token"
    }
  }
}

template_config {
  static_secret_render_interval = "30m"
  exit_on_retry_failure = true
}

template {
  destination = "/vault/secrets/orders"
  error_on_missing_key = true
  contents = "{{ with secret \"database/creds/production_order-api_orders\" }}{\"username\":{{ .Data.username | toJSON }},\"password\":{{ .Data.password | toJSON }}}{{ end }}"
}

template {
  destination = "/vault/secrets/signing_key"
  error_on_missing_key = true
  contents = "{{ with secret \"secrets/data/production/order-api/signing_key\" }}{{ slice (index .Data.data \"key.pem\") 0 }}{{ end }}"
}

template {
  destination = "/vault/secrets/stripe-api-key"
  error_on_missing_key = true
  contents = "{{ with secret \"secrets/data/production/order-api/stripe-api-key\" }}{{ .Data.data.value }}{{ end }}"
}
# Generated from secrets-config.yaml. What is edited here is overwritten.
# Reads the secrets of reporting in production.

vault {
  address = "https://vault.example.com:8200"
  ca_cert = "/etc/vault/ca.crt"
}

auto_auth {
  method {
    type = "kubernetes"
    mount_path = "auth/kubernetes"
    config = {
      role = "production_reporting"
    }
  }
}

template_config {
  static_secret_render_interval = "1h"
  exit_on_retry_failure = true
}

template {
  destination = "/vault/secrets/reports"
  error_on_missing_key = true
  contents = "{{ with secret \"database/static-creds/production_reporting_reports\" }}{\"username\":{{ .Data.username | toJSON }},\"password\":{{ .Data.password | toJSON }}}{{ end }}"
}
# Generated from secrets-config.yaml. What is edited here is overwritten.
# Reads the secrets of order-api in staging.

vault {
  address = "https://vault.example.com:8200"
  ca_cert = "/etc/vault/ca.crt"
}

auto_auth {
  method {
    type = "kubernetes"
    mount_path = "auth/kubernetes"
    config = {
      role = "staging_order-api"
    }
  }
}

template_config {
  static_secret_render_interval = "1h"
  exit_on_retry_failure = true
}

template {
  destination = "/vault/secrets/signing_key"
  error_on_missing_key = true
  contents = "{{ with secret \"secrets/data/staging/order-api/signing_key\" }}{{ .Data.data.value }}{{ end }}"
}
