package main

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

func (p *program) configCommand() *cobra.Command {
	origins := map[string]string{}
	f := &configFlags{trace: func(pointer string, at source.Position) { origins[pointer] = at.String() }}
	root, print, verify, schema := "", false, false, false
	cmd := command("config [PATH...]", "Show, check or describe the configuration", func(ctx context.Context, args []string) error {
		if print && verify || verify && schema || schema && print {
			return usageError("--print, --verify and --schema exclude each other")
		}
		if schema {
			all, err := p.rulesHere(ctx, f)
			if err != nil {
				all = allRules() // the schema is what helps to mend the configuration
			}
			return writeAll(p.stdout, lint.ConfigSchema(all))
		}
		at, err := p.locate(args, root)
		if err != nil {
			return err
		}
		c, file, err := p.configuration(ctx, at, f, allRules())
		if err != nil {
			return err
		}
		if verify {
			return p.verified(at, file)
		}
		printer := configPrinter{Config: c, origins: origins}
		if file != "" {
			printer.file = at.shown(at.name(file))
		}
		return writeAll(p.stdout, printer.print(f.profile))
	})
	cmd.Long = `config shows the configuration in force for PATH (default: here): the file, what it extends, the preset and the flags
put together, and at the end of each line where its values come from. What it prints is a configuration itself.`
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

// memberNames returns the names of these members.
func memberNames(v reflect.Value) []string {
	var names []string
	for _, member := range fields(v) {
		name, _, _ := strings.Cut(member, ":")
		names = append(names, name)
	}
	return names
}
