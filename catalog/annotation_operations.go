package catalog

// The annotations that say how something is run: on call, monitoring, tickets, security, cloud.
const (
	// AnnotationSonarQubeProjectKey holds a [FormText]: [INSTANCE/]KEY. Read by SonarQube.
	AnnotationSonarQubeProjectKey = "sonarqube.org/project-key"
	// AnnotationSentryProjectSlug holds a [FormOptionalOwner]: the project. Read by Sentry.
	AnnotationSentryProjectSlug = "sentry.io/project-slug"
	// AnnotationRollbarProjectSlug holds a [FormOptionalOwner]: the project. Read by Rollbar.
	AnnotationRollbarProjectSlug = "rollbar.com/project-slug"
	// AnnotationBugsnagProjectKey holds a [FormText]: the project's key. Read by Bugsnag.
	AnnotationBugsnagProjectKey = "bugsnag.com/project-key"
	// AnnotationPagerDutyIntegrationKey holds a [FormName]: key of the service's integration; also leads to the
	// service. Read by PagerDuty.
	AnnotationPagerDutyIntegrationKey = "pagerduty.com/integration-key"
	// AnnotationPagerDutyServiceID holds a [FormName]: the service. Read by PagerDuty.
	AnnotationPagerDutyServiceID = "pagerduty.com/service-id"
	// AnnotationOpsgenieComponentSelector holds a [FormText]: selects alerts and incidents. Read by Opsgenie.
	AnnotationOpsgenieComponentSelector = "opsgenie.com/component-selector"
	// AnnotationOpsgenieTeam holds a [FormText]: the team on call. Read by Opsgenie.
	AnnotationOpsgenieTeam = "opsgenie.com/team"
	// AnnotationSplunkOnCallTeam holds a [FormText]: the team on call. Read by Splunk On-Call.
	AnnotationSplunkOnCallTeam = "splunk.com/on-call-team"
	// AnnotationILertIntegrationKey holds a [FormName]: key of the alert source. Read by iLert.
	AnnotationILertIntegrationKey = "ilert.com/integration-key"
	// AnnotationFireHydrantServiceName holds a [FormText]: the service. Read by FireHydrant.
	AnnotationFireHydrantServiceName = "firehydrant.com/service-name"
	// AnnotationGrafanaDashboardSelector holds a [FormText]: selects dashboards by tag or expression. Read by Grafana.
	AnnotationGrafanaDashboardSelector = "grafana/dashboard-selector"
	// AnnotationGrafanaAlertLabelSelector holds a [FormText]: selects alerts by label. Read by Grafana.
	AnnotationGrafanaAlertLabelSelector = "grafana/alert-label-selector"
	// AnnotationGrafanaOverviewDashboard holds a [FormURL]: the dashboard to embed. Read by Grafana.
	AnnotationGrafanaOverviewDashboard = "grafana/overview-dashboard"
	// AnnotationDatadogDashboardURL holds a [FormURL]: the dashboard. Read by Datadog.
	AnnotationDatadogDashboardURL = "datadoghq.com/dashboard-url"
	// AnnotationDatadogGraphToken holds a [FormName]: token of an embedded graph. Read by Datadog.
	AnnotationDatadogGraphToken = "datadoghq.com/graph-token"
	// AnnotationDatadogSite holds a [FormHost]: host of the account's site. Read by Datadog.
	AnnotationDatadogSite = "datadoghq.com/site"
	// AnnotationDynatraceEntityID holds a [FormName]: the monitored entity. Read by Dynatrace.
	AnnotationDynatraceEntityID = "dynatrace.com/dynatrace-entity-id"
	// AnnotationNewRelicDashboardGUID holds a [FormName]: the dashboard. Read by New Relic.
	AnnotationNewRelicDashboardGUID = "newrelic.com/dashboard-guid"
	// AnnotationPrometheusRule holds a [FormText]: queries, each QUERY or QUERY|GROUP. Read by Prometheus.
	AnnotationPrometheusRule = "prometheus.io/rule"
	// AnnotationPrometheusAlert holds a [FormText]: names of alerts, or all. Read by Prometheus.
	AnnotationPrometheusAlert = "prometheus.io/alert"
	// AnnotationPrometheusServiceName holds a [FormText]: the service, where there are several. Read by Prometheus.
	AnnotationPrometheusServiceName = "prometheus.io/service-name"
	// AnnotationPrometheusLabels holds a [FormText]: labels to show. Read by Prometheus.
	AnnotationPrometheusLabels = "prometheus.io/labels"
	// AnnotationLighthouseWebsiteURL holds a [FormURL]: the site to audit. Read by Lighthouse.
	AnnotationLighthouseWebsiteURL = "lighthouse.com/website-url"
	// AnnotationJiraProjectKey holds a [FormName]: the project. Read by Jira.
	AnnotationJiraProjectKey = "jira/project-key"
	// AnnotationJiraComponent holds a [FormText]: the component within the project. Read by Jira.
	AnnotationJiraComponent = "jira/component"
	// AnnotationJiraLabel holds a [FormText]: label of the issues to show. Read by Jira.
	AnnotationJiraLabel = "jira/label"
	// AnnotationJiraTeam holds a [FormText]: team of the issues to show. Read by Jira.
	AnnotationJiraTeam = "jira/team"
	// AnnotationJiraAllIssuesJQL holds a [FormText]: query for the issues to show. Read by Jira.
	AnnotationJiraAllIssuesJQL = "jira/all-issues-jql"
	// AnnotationVaultSecretsPath holds a [FormPath]: path of the secrets. Read by Vault.
	AnnotationVaultSecretsPath = "vault.io/secrets-path"
	// AnnotationPeriskopServiceName holds a [FormText]: the service. Read by Periskop.
	AnnotationPeriskopServiceName = "periskop.io/service-name"
	// AnnotationAWSLambdaFunctionName holds a [FormName]: the function. Read by AWS Lambda.
	AnnotationAWSLambdaFunctionName = "aws.com/lambda-function-name"
	// AnnotationAWSLambdaRegion holds a [FormName]: the function's region. Read by AWS Lambda.
	AnnotationAWSLambdaRegion = "aws.com/lambda-region"
	// AnnotationAWSAccountID holds a [FormNumber]: the account. Read by the AWS providers.
	AnnotationAWSAccountID = "amazon.com/account-id"
	// AnnotationAWSLambdaFunctionARN holds a [FormARN]: the function. Read by the AWS providers.
	AnnotationAWSLambdaFunctionARN = "amazon.com/lambda-function-arn"
	// AnnotationAWSIAMRoleARN holds a [FormARN]: the role. Read by the AWS providers.
	AnnotationAWSIAMRoleARN = "amazon.com/iam-role-arn"
	// AnnotationAWSEKSClusterARN holds a [FormARN]: the cluster. Read by the AWS providers.
	AnnotationAWSEKSClusterARN = "amazon.com/eks-cluster-arn"
	// AnnotationStatuspageComponents holds a [FormText]: INSTANCE:COMPONENT,…. Read by Statuspage.
	AnnotationStatuspageComponents = "statuspage.io/components"
	// AnnotationSnykOrgID holds a [FormName]: the organisation. Read by Snyk.
	AnnotationSnykOrgID = "snyk.io/org-id"
	// AnnotationSnykOrgIDs holds a [FormList]: several organisations. Read by Snyk.
	AnnotationSnykOrgIDs = "snyk.io/org-ids"
	// AnnotationSnykTargetID holds a [FormText]: the target within the organisation. Read by Snyk.
	AnnotationSnykTargetID = "snyk.io/target-id"
	// AnnotationWizProjectID holds a [FormText]: the project. Read by Wiz.
	AnnotationWizProjectID = "wiz.io/project-id"
)

// operationsAnnotations describes the annotations above.
func operationsAnnotations() []Annotation {
	return []Annotation{
		{Key: AnnotationSonarQubeProjectKey, Form: FormText, ReadBy: "SonarQube"},
		{Key: AnnotationSentryProjectSlug, Form: FormOptionalOwner, ReadBy: "Sentry"},
		{Key: AnnotationRollbarProjectSlug, Form: FormOptionalOwner, ReadBy: "Rollbar"},
		{Key: AnnotationBugsnagProjectKey, Form: FormText, ReadBy: "Bugsnag"},
		{Key: AnnotationPagerDutyIntegrationKey, Form: FormName, ReadBy: "PagerDuty"},
		{Key: AnnotationPagerDutyServiceID, Form: FormName, ReadBy: "PagerDuty"},
		{Key: AnnotationOpsgenieComponentSelector, Form: FormText, ReadBy: "Opsgenie"},
		{Key: AnnotationOpsgenieTeam, Form: FormText, ReadBy: "Opsgenie"},
		{Key: AnnotationSplunkOnCallTeam, Form: FormText, ReadBy: "Splunk On-Call"},
		{Key: AnnotationILertIntegrationKey, Form: FormName, ReadBy: "iLert"},
		{Key: AnnotationFireHydrantServiceName, Form: FormText, ReadBy: "FireHydrant"},
		{Key: AnnotationGrafanaDashboardSelector, Form: FormText, ReadBy: "Grafana"},
		{Key: AnnotationGrafanaAlertLabelSelector, Form: FormText, ReadBy: "Grafana"},
		{Key: AnnotationGrafanaOverviewDashboard, Form: FormURL, ReadBy: "Grafana"},
		{Key: AnnotationDatadogDashboardURL, Form: FormURL, ReadBy: "Datadog"},
		{Key: AnnotationDatadogGraphToken, Form: FormName, ReadBy: "Datadog"},
		{Key: AnnotationDatadogSite, Form: FormHost, ReadBy: "Datadog"},
		{Key: AnnotationDynatraceEntityID, Form: FormName, ReadBy: "Dynatrace"},
		{Key: AnnotationNewRelicDashboardGUID, Form: FormName, ReadBy: "New Relic"},
		{Key: AnnotationPrometheusRule, Form: FormText, ReadBy: "Prometheus"},
		{Key: AnnotationPrometheusAlert, Form: FormText, ReadBy: "Prometheus"},
		{Key: AnnotationPrometheusServiceName, Form: FormText, ReadBy: "Prometheus"},
		{Key: AnnotationPrometheusLabels, Form: FormText, ReadBy: "Prometheus"},
		{Key: AnnotationLighthouseWebsiteURL, Form: FormURL, ReadBy: "Lighthouse"},
		{Key: AnnotationJiraProjectKey, Form: FormName, ReadBy: "Jira"},
		{Key: AnnotationJiraComponent, Form: FormText, ReadBy: "Jira"},
		{Key: AnnotationJiraLabel, Form: FormText, ReadBy: "Jira"},
		{Key: AnnotationJiraTeam, Form: FormText, ReadBy: "Jira"},
		{Key: AnnotationJiraAllIssuesJQL, Form: FormText, ReadBy: "Jira"},
		{Key: AnnotationVaultSecretsPath, Form: FormPath, ReadBy: "Vault"},
		{Key: AnnotationPeriskopServiceName, Form: FormText, ReadBy: "Periskop"},
		{Key: AnnotationAWSLambdaFunctionName, Form: FormName, ReadBy: "AWS Lambda"},
		{Key: AnnotationAWSLambdaRegion, Form: FormName, ReadBy: "AWS Lambda"},
		{Key: AnnotationAWSAccountID, Form: FormNumber, ReadBy: "the AWS providers"},
		{Key: AnnotationAWSLambdaFunctionARN, Form: FormARN, ReadBy: "the AWS providers"},
		{Key: AnnotationAWSIAMRoleARN, Form: FormARN, ReadBy: "the AWS providers"},
		{Key: AnnotationAWSEKSClusterARN, Form: FormARN, ReadBy: "the AWS providers"},
		{Key: AnnotationStatuspageComponents, Form: FormText, ReadBy: "Statuspage"},
		{Key: AnnotationSnykOrgID, Form: FormName, ReadBy: "Snyk"},
		{Key: AnnotationSnykOrgIDs, Form: FormList, ReadBy: "Snyk"},
		{Key: AnnotationSnykTargetID, Form: FormText, ReadBy: "Snyk"},
		{Key: AnnotationWizProjectID, Form: FormText, ReadBy: "Wiz"},
	}
}
