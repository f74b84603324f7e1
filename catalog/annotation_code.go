package catalog

// The annotations that say where code is kept, built and delivered.
const (
	// AnnotationGitHubProjectSlug holds a [FormSlug]: the repository. Read by the plugins for GitHub.
	AnnotationGitHubProjectSlug = "github.com/project-slug"
	// AnnotationGitHubTeamSlug holds a [FormSlug]: the team, ORGANISATION/TEAM. Read by GitHub's organisation data.
	AnnotationGitHubTeamSlug = "github.com/team-slug"
	// AnnotationGitHubUserLogin holds a [FormName]: the user's login. Read by GitHub's organisation data.
	AnnotationGitHubUserLogin = "github.com/user-login"
	// AnnotationGitHubReadmePath holds a [FormPath]: the README within the repository. Read by the README card for
	// GitHub.
	AnnotationGitHubReadmePath = "github.com/project-readme-path"
	// AnnotationGitLabProjectSlug holds a [FormDeepSlug]: the project with its groups. Read by the plugins for GitLab.
	AnnotationGitLabProjectSlug = "gitlab.com/project-slug"
	// AnnotationGitLabProjectID holds a [FormNumber]: the project's number. Read by the plugins for GitLab.
	AnnotationGitLabProjectID = "gitlab.com/project-id"
	// AnnotationGitLabInstance holds a [FormHost]: host of the instance. Read by the plugins for GitLab.
	AnnotationGitLabInstance = "gitlab.com/instance"
	// AnnotationAzureProjectRepo holds a [FormSlug]: PROJECT/REPOSITORY. Read by Azure DevOps.
	AnnotationAzureProjectRepo = "dev.azure.com/project-repo"
	// AnnotationAzureProject holds a [FormText]: the project, where there is no repository. Read by Azure DevOps.
	AnnotationAzureProject = "dev.azure.com/project"
	// AnnotationAzureBuildDefinition holds a [FormText]: the pipeline. Read by Azure DevOps.
	AnnotationAzureBuildDefinition = "dev.azure.com/build-definition"
	// AnnotationAzureHostOrg holds a [FormSlug]: HOST/ORGANISATION. Read by Azure DevOps.
	AnnotationAzureHostOrg = "dev.azure.com/host-org"
	// AnnotationAzureReadmePath holds a [FormPath]: the README within the repository. Read by Azure DevOps.
	AnnotationAzureReadmePath = "dev.azure.com/readme-path"
	// AnnotationBitbucketProjectSlug holds a [FormSlug]: PROJECT/REPOSITORY. Read by Bitbucket pull requests.
	AnnotationBitbucketProjectSlug = "bitbucket.com/project-slug"
	// AnnotationBuildkiteProjectSlug holds a [FormSlug]: ORGANISATION/PIPELINE. Read by Buildkite.
	AnnotationBuildkiteProjectSlug = "buildkite.com/project-slug"
	// AnnotationCircleCIProjectSlug holds a [FormTripleSlug]: VCS/ORGANISATION/REPOSITORY. Read by CircleCI.
	AnnotationCircleCIProjectSlug = "circleci.com/project-slug"
	// AnnotationTravisCIRepoSlug holds a [FormSlug]: the repository. Read by Travis CI.
	AnnotationTravisCIRepoSlug = "travis-ci.com/repo-slug"
	// AnnotationJenkinsJobFullName holds a [FormText]: [INSTANCE:]FOLDER/JOB. Read by Jenkins.
	AnnotationJenkinsJobFullName = "jenkins.io/job-full-name"
	// AnnotationJenkinsGitHubFolder held a [FormText]: the folder; replaced by [AnnotationJenkinsJobFullName]. Read by
	// Jenkins, once.
	AnnotationJenkinsGitHubFolder = "jenkins.io/github-folder"
	// AnnotationGoCDPipelines holds a [FormList]: names of pipelines. Read by GoCD.
	AnnotationGoCDPipelines = "gocd.org/pipelines"
	// AnnotationArgoCDAppName holds a [FormName]: the application. Read by Argo CD.
	AnnotationArgoCDAppName = "argocd/app-name"
	// AnnotationArgoCDAppSelector holds a [FormSelector]: selects applications by label. Read by Argo CD.
	AnnotationArgoCDAppSelector = "argocd/app-selector"
	// AnnotationArgoCDAppNamespace holds a [FormNamespace]: the namespace of the application object. Read by Argo CD.
	AnnotationArgoCDAppNamespace = "argocd/app-namespace"
	// AnnotationArgoCDProjectName holds a [FormName]: the project. Read by Argo CD.
	AnnotationArgoCDProjectName = "argocd/project-name"
	// AnnotationArgoCDProxyURL holds a [FormPath]: path of the proxy to another instance. Read by Argo CD.
	AnnotationArgoCDProxyURL = "argocd/proxy-url"
	// AnnotationQuayRepositorySlug holds a [FormSlug]: the image's repository. Read by Quay.
	AnnotationQuayRepositorySlug = "quay.io/repository-slug"
	// AnnotationArtifactoryImageName holds a [FormText]: the image. Read by JFrog Artifactory.
	AnnotationArtifactoryImageName = "jfrog-artifactory/image-name"
)

// codeAnnotations describes the annotations above.
func codeAnnotations() []Annotation {
	return []Annotation{
		{Key: AnnotationGitHubProjectSlug, Form: FormSlug, ReadBy: "the plugins for GitHub"},
		{Key: AnnotationGitHubTeamSlug, Form: FormSlug, ReadBy: "GitHub's organisation data"},
		{Key: AnnotationGitHubUserLogin, Form: FormName, ReadBy: "GitHub's organisation data"},
		{Key: AnnotationGitHubReadmePath, Form: FormPath, ReadBy: "the README card for GitHub"},
		{Key: AnnotationGitLabProjectSlug, Form: FormDeepSlug, ReadBy: "the plugins for GitLab"},
		{Key: AnnotationGitLabProjectID, Form: FormNumber, ReadBy: "the plugins for GitLab"},
		{Key: AnnotationGitLabInstance, Form: FormHost, ReadBy: "the plugins for GitLab"},
		{Key: AnnotationAzureProjectRepo, Form: FormSlug, ReadBy: "Azure DevOps"},
		{Key: AnnotationAzureProject, Form: FormText, ReadBy: "Azure DevOps"},
		{Key: AnnotationAzureBuildDefinition, Form: FormText, ReadBy: "Azure DevOps"},
		{Key: AnnotationAzureHostOrg, Form: FormSlug, ReadBy: "Azure DevOps"},
		{Key: AnnotationAzureReadmePath, Form: FormPath, ReadBy: "Azure DevOps"},
		{Key: AnnotationBitbucketProjectSlug, Form: FormSlug, ReadBy: "Bitbucket pull requests"},
		{Key: AnnotationBuildkiteProjectSlug, Form: FormSlug, ReadBy: "Buildkite"},
		{Key: AnnotationCircleCIProjectSlug, Form: FormTripleSlug, ReadBy: "CircleCI"},
		{Key: AnnotationTravisCIRepoSlug, Form: FormSlug, ReadBy: "Travis CI"},
		{Key: AnnotationJenkinsJobFullName, Form: FormText, ReadBy: "Jenkins"},
		{Key: AnnotationJenkinsGitHubFolder, Form: FormText, ReadBy: "Jenkins, once", Deprecated: true, Successor: AnnotationJenkinsJobFullName},
		{Key: AnnotationGoCDPipelines, Form: FormList, ReadBy: "GoCD"},
		{Key: AnnotationArgoCDAppName, Form: FormName, ReadBy: "Argo CD"},
		{Key: AnnotationArgoCDAppSelector, Form: FormSelector, ReadBy: "Argo CD"},
		{Key: AnnotationArgoCDAppNamespace, Form: FormNamespace, ReadBy: "Argo CD"},
		{Key: AnnotationArgoCDProjectName, Form: FormName, ReadBy: "Argo CD"},
		{Key: AnnotationArgoCDProxyURL, Form: FormPath, ReadBy: "Argo CD"},
		{Key: AnnotationQuayRepositorySlug, Form: FormSlug, ReadBy: "Quay"},
		{Key: AnnotationArtifactoryImageName, Form: FormText, ReadBy: "JFrog Artifactory"},
	}
}
