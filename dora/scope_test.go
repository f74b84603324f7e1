package dora_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/dora"
)

const company = `apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: engineering}
spec: {type: department, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: payments}
spec: {type: team, parent: engineering, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: web}
spec: {type: team, parent: engineering, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: orders
  annotations:
    github.com/project-slug: acme/mono
    backstage.io/source-location: url:https://github.com/acme/mono/tree/main/services/orders/
    pagerduty.com/service-id: PORDERS
spec: {type: service, lifecycle: production, owner: Payments}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: shop, namespace: web}
spec: {type: website, lifecycle: production, owner: group:default/web}
`

func TestScopes(t *testing.T) {
	t.Parallel()
	c, err := load.FS(t.Context(), fstest.MapFS{"catalog-info.yaml": {Data: []byte(company)}}, "catalog-info.yaml")
	require.NoError(t, err)
	all := dora.CatalogScope(c)
	require.Len(t, all.Services, 2)
	require.Len(t, all.Groups, 3)

	payments, err := dora.TeamScope(c, catalog.Ref{Kind: catalog.Group, Name: "payments"})
	require.NoError(t, err)
	require.Len(t, payments.Services, 1)
	orders := payments.Services[0]
	assert.Equal(t, "orders", orders.Name)
	assert.Equal(t, "acme/mono", orders.Repo)
	assert.Equal(t, []string{"services/orders"}, orders.Paths)
	assert.Equal(t, "PORDERS", orders.Annotations["pagerduty.com/service-id"])

	engineering, err := dora.TeamScope(c, catalog.Ref{Kind: catalog.Group, Name: "Engineering"})
	require.NoError(t, err)
	assert.Len(t, engineering.Services, 2)
	assert.Equal(t, "web/shop", engineering.Services[1].Name)
	assert.Len(t, engineering.Groups, 3)

	_, err = dora.TeamScope(c, catalog.Ref{Kind: catalog.Group, Name: "nobody"})
	require.Error(t, err)
}
