package draw_test

import (
	"fmt"
	"os"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/draw"
)

// basket returns a small graph: a service, its API and its cache, which is missing.
func basket() *catalog.Graph {
	service := catalog.Ref{Kind: catalog.Component, Namespace: "default", Name: "basket"}
	api := catalog.Ref{Kind: catalog.API, Namespace: "default", Name: "basket"}
	var b catalog.GraphBuilder
	b.AddEntity(service)
	b.AddEntity(api)
	b.AddReference(service, catalog.ProvidesAPI, api)
	b.AddReference(service, catalog.DependsOn, catalog.Ref{Kind: catalog.Resource, Namespace: "default", Name: "cache"})
	return b.Graph()
}

func ExampleMermaid() {
	if err := draw.Mermaid(os.Stdout, basket(), &draw.Options{Title: "Basket"}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ---
	// title: "Basket"
	// ---
	// flowchart LR
	//   n0{{"basket"}}:::api
	//   n1("basket"):::component
	//   n2[("cache<br/>missing")]:::missing
	//   n1 -->|"providesApi"| n0
	//   n1 -->|"dependsOn"| n2
	//   classDef component fill:#dbeafe,stroke:#2563eb,color:#0f172a
	//   classDef api fill:#dcfce7,stroke:#15803d,color:#0f172a
	//   classDef missing fill:#fff,stroke:#dc2626,color:#0f172a,stroke-dasharray:4 3
}

func ExampleJSON() {
	if err := draw.JSON(os.Stdout, basket().Neighbourhood(catalog.Ref{Kind: catalog.Resource, Name: "cache"}, 1)); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {
	//   "entities": [
	//     {
	//       "ref": "component:default/basket",
	//       "kind": "Component",
	//       "namespace": "default",
	//       "name": "basket"
	//     },
	//     {
	//       "ref": "resource:default/cache",
	//       "kind": "Resource",
	//       "namespace": "default",
	//       "name": "cache",
	//       "missing": true
	//     }
	//   ],
	//   "relations": [
	//     {
	//       "source": "component:default/basket",
	//       "type": "dependsOn",
	//       "target": "resource:default/cache"
	//     }
	//   ]
	// }
}

func ExampleSVG() {
	file, err := os.CreateTemp("", "basket-*.svg")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.Remove(file.Name())
	defer file.Close()
	err = draw.SVG(file, basket(), &draw.Options{
		Title: "Basket and what it needs",
		Link:  func(r catalog.Ref) string { return "https://portal.example/catalog/" + r.Namespace + "/" + r.Name },
	})
	fmt.Println(err)
	// Output:
	// <nil>
}
