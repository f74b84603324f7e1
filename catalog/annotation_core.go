package catalog

// The annotations of Backstage itself and of its organisation providers.
const (
	// AnnotationManagedByLocation holds a [FormLocation]: where the entity was read from; written by the catalog over
	// whatever the file has.
	AnnotationManagedByLocation = "backstage.io/managed-by-location"
	// AnnotationManagedByOriginLocation holds a [FormLocation]: the registered location that led to the entity;
	// written by the catalog over whatever the file has.
	AnnotationManagedByOriginLocation = "backstage.io/managed-by-origin-location"
	// AnnotationOrphan holds a [FormTrue]: written by the catalog once no location leads to the entity any more.
	AnnotationOrphan = "backstage.io/orphan"
	// AnnotationViewURL holds a [FormURL]: where to look at the entity's file. Read by the catalog's pages.
	AnnotationViewURL = "backstage.io/view-url"
	// AnnotationEditURL holds a [FormURL]: where to edit the entity's file. Read by the catalog's pages.
	AnnotationEditURL = "backstage.io/edit-url"
	// AnnotationSourceLocation holds a [FormLocation]: where the source code is; the URL of a folder ends in a slash.
	// Read by the catalog's pages, TechDocs, the scaffolder.
	AnnotationSourceLocation = "backstage.io/source-location"
	// AnnotationTechDocsRef holds a [FormTechDocs]: where the documentation's sources are. Read by TechDocs.
	AnnotationTechDocsRef = "backstage.io/techdocs-ref"
	// AnnotationTechDocsEntity holds a [FormRef]: the entity whose documentation this one shares. Read by TechDocs.
	AnnotationTechDocsEntity = "backstage.io/techdocs-entity"
	// AnnotationTechDocsEntityPath holds a [FormPath]: the page within the documentation of
	// [AnnotationTechDocsEntity]. Read by TechDocs.
	AnnotationTechDocsEntityPath = "backstage.io/techdocs-entity-path"
	// AnnotationADRLocation holds a [FormPathOrURL]: where the architecture decision records are. Read by ADR.
	AnnotationADRLocation = "backstage.io/adr-location"
	// AnnotationKubernetesID holds a [FormLabelValue]: value of the label backstage.io/kubernetes-id of the entity's
	// objects. Read by Kubernetes.
	AnnotationKubernetesID = "backstage.io/kubernetes-id"
	// AnnotationKubernetesNamespace holds a [FormNamespace]: the namespace of the entity's objects. Read by
	// Kubernetes.
	AnnotationKubernetesNamespace = "backstage.io/kubernetes-namespace"
	// AnnotationKubernetesLabelSelector holds a [FormSelector]: selects the entity's objects; taken before
	// [AnnotationKubernetesID]. Read by Kubernetes.
	AnnotationKubernetesLabelSelector = "backstage.io/kubernetes-label-selector"
	// AnnotationKubernetesCluster holds a [FormName]: the one cluster that has the entity's objects. Read by
	// Kubernetes.
	AnnotationKubernetesCluster = "backstage.io/kubernetes-cluster"
	// AnnotationKubernetesAPIServer holds a [FormURL]: address of the cluster's API server. Read by Kubernetes, on a
	// Resource that is a cluster.
	AnnotationKubernetesAPIServer = "kubernetes.io/api-server"
	// AnnotationKubernetesAPIServerCA holds a [FormBase64]: certificate of the cluster's authority, PEM in base64.
	// Read by Kubernetes, on a Resource that is a cluster.
	AnnotationKubernetesAPIServerCA = "kubernetes.io/api-server-certificate-authority"
	// AnnotationKubernetesAuthProvider holds a [FormName]: how to authenticate to the cluster. Read by Kubernetes, on
	// a Resource that is a cluster.
	AnnotationKubernetesAuthProvider = "kubernetes.io/auth-provider"
	// AnnotationCodeCoverage holds a [FormCoverage]: whether and how coverage is collected. Read by Code Coverage.
	AnnotationCodeCoverage = "backstage.io/code-coverage"
	// AnnotationTimeSaved holds a [FormDuration]: what one run of the template saves. Read by the scaffolder's
	// analytics, on a Template.
	AnnotationTimeSaved = "backstage.io/time-saved"
	// AnnotationSourceTemplate holds a [FormRef]: the template that the entity was made from. Read by the scaffolder.
	AnnotationSourceTemplate = "backstage.io/source-template"
	// AnnotationLinguist holds a [FormURL]: the repository whose languages are shown. Read by Linguist.
	AnnotationLinguist = "backstage.io/linguist"
	// AnnotationLDAPRDN holds a [FormText]: relative distinguished name. Read by the LDAP provider, which writes it.
	AnnotationLDAPRDN = "backstage.io/ldap-rdn"
	// AnnotationLDAPUUID holds a [FormText]: unique id in the directory. Read by the LDAP provider, which writes it.
	AnnotationLDAPUUID = "backstage.io/ldap-uuid"
	// AnnotationLDAPDN holds a [FormText]: distinguished name. Read by the LDAP provider, which writes it.
	AnnotationLDAPDN = "backstage.io/ldap-dn"
	// AnnotationMicrosoftTenantID holds a [FormUUID]: tenant. Read by the Microsoft Graph provider, which writes it.
	AnnotationMicrosoftTenantID = "graph.microsoft.com/tenant-id"
	// AnnotationMicrosoftGroupID holds a [FormUUID]: group. Read by the Microsoft Graph provider, which writes it.
	AnnotationMicrosoftGroupID = "graph.microsoft.com/group-id"
	// AnnotationMicrosoftUserID holds a [FormUUID]: user. Read by the Microsoft Graph provider, which writes it.
	AnnotationMicrosoftUserID = "graph.microsoft.com/user-id"
	// AnnotationGitHubActionsID held a [FormSlug]: the repository; replaced by [AnnotationGitHubProjectSlug]. Read by
	// GitHub Actions, once.
	AnnotationGitHubActionsID = "backstage.io/github-actions-id"
	// AnnotationDefinitionAtLocation held a [FormLocation]: where an API's definition is; replaced by a placeholder in
	// spec.definition. Read by the catalog, once.
	AnnotationDefinitionAtLocation = "backstage.io/definition-at-location"
)

// coreAnnotations describes the annotations above.
func coreAnnotations() []Annotation {
	return []Annotation{
		{Key: AnnotationManagedByLocation, Form: FormLocation, ReadBy: "the catalog", Managed: true},
		{Key: AnnotationManagedByOriginLocation, Form: FormLocation, ReadBy: "the catalog", Managed: true},
		{Key: AnnotationOrphan, Form: FormTrue, ReadBy: "the catalog", Managed: true},
		{Key: AnnotationViewURL, Form: FormURL, ReadBy: "the catalog's pages"},
		{Key: AnnotationEditURL, Form: FormURL, ReadBy: "the catalog's pages"},
		{Key: AnnotationSourceLocation, Form: FormLocation, ReadBy: "the catalog's pages, TechDocs, the scaffolder"},
		{Key: AnnotationTechDocsRef, Form: FormTechDocs, ReadBy: "TechDocs"},
		{Key: AnnotationTechDocsEntity, Form: FormRef, ReadBy: "TechDocs"},
		{Key: AnnotationTechDocsEntityPath, Form: FormPath, ReadBy: "TechDocs"},
		{Key: AnnotationADRLocation, Form: FormPathOrURL, ReadBy: "ADR"},
		{Key: AnnotationKubernetesID, Form: FormLabelValue, ReadBy: "Kubernetes"},
		{Key: AnnotationKubernetesNamespace, Form: FormNamespace, ReadBy: "Kubernetes"},
		{Key: AnnotationKubernetesLabelSelector, Form: FormSelector, ReadBy: "Kubernetes"},
		{Key: AnnotationKubernetesCluster, Form: FormName, ReadBy: "Kubernetes"},
		{Key: AnnotationKubernetesAPIServer, Form: FormURL, ReadBy: "Kubernetes, on a Resource that is a cluster"},
		{Key: AnnotationKubernetesAPIServerCA, Form: FormBase64, ReadBy: "Kubernetes, on a Resource that is a cluster"},
		{Key: AnnotationKubernetesAuthProvider, Form: FormName, ReadBy: "Kubernetes, on a Resource that is a cluster"},
		{Key: AnnotationCodeCoverage, Form: FormCoverage, ReadBy: "Code Coverage"},
		{Key: AnnotationTimeSaved, Form: FormDuration, ReadBy: "the scaffolder's analytics, on a Template"},
		{Key: AnnotationSourceTemplate, Form: FormRef, ReadBy: "the scaffolder"},
		{Key: AnnotationLinguist, Form: FormURL, ReadBy: "Linguist"},
		{Key: AnnotationLDAPRDN, Form: FormText, ReadBy: "the LDAP provider, which writes it"},
		{Key: AnnotationLDAPUUID, Form: FormText, ReadBy: "the LDAP provider, which writes it"},
		{Key: AnnotationLDAPDN, Form: FormText, ReadBy: "the LDAP provider, which writes it"},
		{Key: AnnotationMicrosoftTenantID, Form: FormUUID, ReadBy: "the Microsoft Graph provider, which writes it"},
		{Key: AnnotationMicrosoftGroupID, Form: FormUUID, ReadBy: "the Microsoft Graph provider, which writes it"},
		{Key: AnnotationMicrosoftUserID, Form: FormUUID, ReadBy: "the Microsoft Graph provider, which writes it"},
		{Key: AnnotationGitHubActionsID, Form: FormSlug, ReadBy: "GitHub Actions, once", Deprecated: true, Successor: AnnotationGitHubProjectSlug},
		{Key: AnnotationDefinitionAtLocation, Form: FormLocation, ReadBy: "the catalog, once", Deprecated: true},
	}
}
