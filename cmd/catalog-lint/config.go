package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint"
)

func (p *program) configCommand() *cobra.Command {
	f := &configFlags{}
	root, print, verify, schema := "", false, false, false
	cmd := command("config [PATH...]", "Show, check or describe the configuration", func(_ context.Context, args []string) error {
		if print && verify || verify && schema || schema && print {
			return usageError("--print, --verify and --schema exclude each other")
		}
		if schema {
			return writeAll(p.stdout, lint.ConfigSchema(allRules()))
		}
		at, err := p.locate(args, root)
		if err != nil {
			return err
		}
		c, file, err := p.configuration(at, f, allRules())
		if err != nil {
			return err
		}
		if verify {
			return p.verified(at, file)
		}
		return p.printConfig(at, c, file)
	})
	cmd.Long = `config shows the configuration in force for PATH (default: here): the file, what it extends, the preset and the flags
put together. What it prints is a configuration itself.`
	cmd.Flags().BoolVar(&print, "print", false, "print the configuration in force (what happens without a flag)")
	cmd.Flags().BoolVar(&verify, "verify", false, "only say whether the configuration is right")
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of configuration files")
	cmd.Flags().StringVar(&root, "root", "", "look for no configuration above `DIR` (default the git work tree)")
	f.add(cmd)
	return cmd
}

func (p *program) verified(at *place, file string) error {
	text := "there is no " + lint.ConfigName + ": the preset " + lint.Recommended + " is in force"
	if file != "" {
		text = at.shown(at.name(file)) + " is right"
	}
	return writeAll(p.stdout, []byte(text+"\n"))
}

// printConfig prints what is in force as a configuration: every rule with its severity and parameters.
func (p *program) printConfig(at *place, c *lint.Config, file string) error {
	var b strings.Builder
	if file != "" {
		fmt.Fprintf(&b, "# from %s\n", at.shown(at.name(file)))
	}
	preset := c.Preset
	if preset == "" {
		preset = lint.Recommended
	}
	failOn := failNever
	if c.Threshold() != lint.Off {
		failOn = c.Threshold().String()
	}
	fmt.Fprintf(&b, "version: 1\nextends: [preset:%s]\nfail-on: %s\n", preset, failOn)
	tier := c.Tier
	if tier.Keys == nil {
		tier.Keys = lint.DefaultTierKeys()
	}
	for _, part := range []struct {
		name  string
		value any
	}{{"include", c.Include}, {"exclude", c.Exclude}, {"references", c.References}, {"tier", tier}} {
		if text := flow(part.value); text != "[]" && text != "{}" {
			fmt.Fprintf(&b, "%s: %s\n", part.name, text)
		}
	}
	b.WriteString("rules:\n")
	for _, r := range allRules() {
		fmt.Fprintf(&b, "  %s: %s\n", r.Name, ruleFlow(r, c))
	}
	if len(c.Overrides) > 0 {
		b.WriteString("overrides:\n")
	}
	for _, o := range c.Overrides {
		fmt.Fprintf(&b, "  - {paths: %s, entities: %s, rules: %s}\n", flow(o.Paths), flow(o.Entities), flow(o.Rules))
	}
	return writeAll(p.stdout, []byte(b.String()))
}

// ruleFlow returns the setting of one rule.
func ruleFlow(r *lint.Rule, c *lint.Config) string {
	set := c.Rules[r.Name]
	level := set.Severity
	if level == lint.Unset {
		level = r.Levels.In(c.Preset)
	}
	params := set.Params
	if params == nil && r.Params != nil {
		params = r.Params()
	}
	members := []string{"severity: " + level.String()}
	if set.Required {
		members = append(members, "required: true")
	}
	members = append(members, fields(reflect.ValueOf(params))...)
	if len(members) == 1 {
		return level.String()
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// flow returns v as YAML in one line, in which JSON is written as it is. Structs have the names of their yaml tags.
func flow(v any) string {
	if value := reflect.ValueOf(v); value.Kind() == reflect.Struct {
		return "{" + strings.Join(fields(value), ", ") + "}"
	}
	data, err := json.Marshal(v)
	if err != nil || string(data) == "null" {
		return "[]" // of what a configuration can hold, only a list that is not there
	}
	return string(data)
}

// fields returns the members of a struct, or of what points to one, that are not empty.
func fields(v reflect.Value) []string {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return nil
	}
	var out []string
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		if name != "" && name != "-" && !v.Field(i).IsZero() {
			out = append(out, name+": "+flow(v.Field(i).Interface()))
		}
	}
	return out
}
