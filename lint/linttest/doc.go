// Package linttest tests rules against small catalogs whose expectations stand beside the input.
//
// A case is a txtar archive of catalog files. Where a finding is expected, a comment on its line says which, by the
// name of the rule and a regular expression for the message, in quotes or backquotes; a column may be added:
//
//	-- catalog-info.yaml --
//	apiVersion: backstage.io/v1alpha1
//	kind: Component
//	metadata:
//	  name: orders
//	spec:
//	  type: service
//	  lifecycle: production
//	  owner: group:nobody # want owner-exists@10:"group:default/nobody does not exist" owner-style:`short`
//
// A finding without such a comment fails the test, as does a comment without its finding. Where no comment can stand,
// want+1 is about the line below, want-2 about the second line above, and so on.
//
// A file .catalog-lint.yaml in the archive is the configuration. Without one, all rules under test are on, as errors.
// Files fixed/NAME hold what NAME is to be after all safe fixes, fixed-unsafe/NAME after the unsafe ones, too; where
// there is any of a group, files that change must be in it. All other files that end in .yaml or .yml are linted, save
// mkdocs.yml, and the rest are there to be found. The archive's comment may name them instead, and limit what follows:
//
//	files: a.yaml b.yaml
//	variants: crlf
//
// For rules about the files of a [lint.Tool] its roots are linted, and what is expected may stand in any file.
//
// Files elsewhere/REPOSITORY/PATH are the rest of the catalog, as a snapshot has it: repositories of one organisation, of
// which the linted one is called here. What elsewhere/here has is how the linted files were.
//
// [Run] runs each case three times: as it stands, with CRLF line ends, and with another document in front of each file
// (variants: crlf, document, both or none). What is expected moves along, so that no rule can count lines in its own way.
//
// [Doc] runs the samples of the rules' documentation.
package linttest
