// Checks a log that Rust wrote with Go's own sumdb/note and sumdb/tlog.
//
// Usage: check FOLDER. The folder holds vkey, the log (checkpoint, tile/…), old-checkpoint,
// consistency (a base64 hash a line) and, for some entries, <index>.leaf and <index>.tlog-proof.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if err := check(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(folder string) error {
	vkey, err := os.ReadFile(filepath.Join(folder, "vkey"))
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return fmt.Errorf("vkey: %w", err)
	}
	keys := note.VerifierList(verifier)
	tree, err := readTree(filepath.Join(folder, "checkpoint"), keys)
	if err != nil {
		return err
	}
	reader := tlog.TileHashReader(tree, files{folder})
	root, err := tlog.TreeHash(tree.N, reader)
	if err != nil {
		return fmt.Errorf("tiles: %w", err)
	}
	if root != tree.Hash {
		return fmt.Errorf("the tiles lead to %v, the checkpoint says %v", root, tree.Hash)
	}
	entries, err := checkBundles(folder, tree, reader)
	if err != nil {
		return err
	}
	proofs, err := checkProofs(folder, keys)
	if err != nil {
		return err
	}
	if err := checkConsistency(folder, tree, keys); err != nil {
		return err
	}
	fmt.Printf("tree %d entries %d proofs %d\n", tree.N, entries, proofs)
	return nil
}

func readTree(path string, keys note.Verifiers) (tlog.Tree, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return tlog.Tree{}, err
	}
	return openTree(data, keys)
}

func openTree(data []byte, keys note.Verifiers) (tlog.Tree, error) {
	opened, err := note.Open(data, keys)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %w", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %d lines", len(lines))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// files reads tiles from where tlog-tiles lays them; Go's own paths name the height as well.
type files struct{ folder string }

func (files) Height() int { return 8 }

func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		read, err := os.ReadFile(filepath.Join(f.folder, path))
		if err != nil {
			return nil, err
		}
		data = append(data, read)
	}
	return data, nil
}

func (files) SaveTiles([]tlog.Tile, [][]byte) {}

func checkBundles(folder string, tree tlog.Tree, reader tlog.HashReader) (int64, error) {
	var index int64
	for bundle := int64(0); index < tree.N; bundle++ {
		width := tree.N - index
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: 8, L: 0, N: bundle, W: int(width)}
		path := "tile/entries/" + strings.TrimPrefix(tile.Path(), "tile/8/0/")
		data, err := os.ReadFile(filepath.Join(folder, path))
		if err != nil {
			return 0, err
		}
		indexes := make([]int64, width)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, index+int64(i))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			return 0, err
		}
		for _, hash := range hashes {
			if len(data) < 2 || len(data) < 2+int(data[0])<<8+int(data[1]) {
				return 0, fmt.Errorf("%s ends within entry %d", path, index)
			}
			length := int(data[0])<<8 + int(data[1])
			if tlog.RecordHash(data[2:2+length]) != hash {
				return 0, fmt.Errorf("entry %d is not the one of the tile", index)
			}
			data = data[2+length:]
			index++
		}
		if len(data) != 0 {
			return 0, fmt.Errorf("%s goes on after its last entry", path)
		}
	}
	return index, nil
}

func checkProofs(folder string, keys note.Verifiers) (int, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.tlog-proof"))
	if err != nil {
		return 0, err
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return 0, err
		}
		leaf, err := os.ReadFile(strings.TrimSuffix(path, ".tlog-proof") + ".leaf")
		if err != nil {
			return 0, err
		}
		if err := checkProof(text, leaf, keys); err != nil {
			return 0, fmt.Errorf("%s: %w", path, err)
		}
	}
	return len(paths), nil
}

func checkProof(text, leaf []byte, keys note.Verifiers) error {
	blank := bytes.Index(text, []byte("\n\n"))
	if blank < 0 {
		return fmt.Errorf("no blank line")
	}
	lines := strings.Split(string(text[:blank]), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return fmt.Errorf("not a proof: %q", lines[:2])
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	hashes, err := parseHashes(lines[2:])
	if err != nil {
		return err
	}
	tree, err := openTree(text[blank+2:], keys)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(hashes, tree.N, tree.Hash, index, tlog.RecordHash(leaf))
}

func checkConsistency(folder string, tree tlog.Tree, keys note.Verifiers) error {
	old, err := readTree(filepath.Join(folder, "old-checkpoint"), keys)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(folder, "consistency"))
	if err != nil {
		return err
	}
	hashes, err := parseHashes(strings.Fields(string(text)))
	if err != nil {
		return err
	}
	return tlog.CheckTree(hashes, tree.N, tree.Hash, old.N, old.Hash)
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}
