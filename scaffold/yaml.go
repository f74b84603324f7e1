package scaffold

// ParseYAML reads the documents of the file called name, as Backstage's actions read YAML. What is wrong with it is a
// source.Errors.
func ParseYAML(name string, data []byte) ([]any, error) {
	f, roots := newFormer(name, data)
	if err := f.err(); err != nil {
		return nil, err
	}
	out := make([]any, len(roots))
	for i, root := range roots {
		out[i] = fromTree(root)
	}
	return out, nil
}
