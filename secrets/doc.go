// Package secrets provisions secrets that are asked for in a file, by pull request: where each is kept, who may read it, its
// first value and those after. HashiCorp Vault is reached by the package secrets/vault; this one knows a Store, and no client.
//
// A [Config] is read from a file like this one:
//
//	secrets:
//	  - name: stripe-api-key
//	    service: order-api
//	    environment: production
//	    type: external      # a person hands it in
//	  - name: db-password
//	    service: order-api
//	    environment: production
//	    type: generated     # it is made here, and rotated
//
// A [Provisioner] compares it with a [Store], and returns a [Review]: a plan to show, approve and apply, what becomes of
// everything that was looked at, and who gains the reading of what. There is no value in a Review; no value is read to make it.
//
//	c, err := secrets.ParseConfig("secrets-config.yaml", data)
//	p := &secrets.Provisioner{Store: store}
//	review, err := p.Plan(ctx, c)                 // reads only
//	err = review.WriteMarkdown(os.Stdout)         // for the pull request
//	err = p.Apply(ctx, review, journal, &plan.Options{Digest: approved})
//
// Each service has one policy and one role in each environment, made whole from all its secrets: the policy lets it read
// these paths and nothing else, no folder and no pattern. What is made bears a mark, in the policy's first line and in the
// secret's custom metadata; what does not bear it is never changed, and in the way it is [ErrForeign].
//
// [Provisioner.Rotate] replaces values that are due and destroys replaced ones after their grace, [Provisioner.Rollback] takes
// an earlier one, [Provisioner.Set] hands an external one in, [Provisioner.Audit] reports drift and orphans, and
// [Provisioner.Teardown] takes a secret, a service or an environment away.
//
// [Provisioner.SetWrapped] takes a value from a one-time token instead, and [Provisioner.Purge] destroys what was torn down long
// ago. Accounts of databases are asked for as secrets are, and given by the server's own engine: see [Database]. A [Trail] keeps
// who did what.
//
// Conditions to branch on are [ErrNotFound], [ErrConflict], [ErrDenied], [ErrInvalid], [ErrUnclear], [ErrForeign],
// [ErrBusy], [ErrNoValue] and [ErrWrapped]. Faults of the file are source.Errors with their places.
package secrets
