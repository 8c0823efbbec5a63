// Reads [{body, escape, data}] as JSON, prints the filled texts: Go's own templates, with the
// functions that listmonk adds to them. `escape` takes html/template, else text/template.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	html "html/template"
	"os"
	"regexp"
	"strings"
	text "text/template"
)

type request struct {
	Body   string         `json:"body"`
	Escape bool           `json:"escape"`
	Data   map[string]any `json:"data"`
}

// listmonk lets an author leave out the dot.
var dotless = regexp.MustCompile(`{{\s*(UnsubscribeURL|ManageURL|OptinURL|MessageURL|TrackView)\s*}}`)
var tracked = regexp.MustCompile(`(https?://[\p{L}\p{N}_\-\.~!#$&'()*+,/:;=?@\[\]%]*)@TrackLink`)

func page(name string) func(any) string {
	return func(any) string { return "https://listmonk.example.org/" + name }
}

var functions = map[string]any{
	"Safe":           func(s string) html.HTML { return html.HTML(s) },
	"TrackLink":      func(url string, _ any) string { return "https://tracked.example.org/" },
	"UnsubscribeURL": page("unsubscribe"),
	// Of sprig, whose functions listmonk adds.
	"trim":      strings.TrimSpace,
	"regexFind": func(regex string, s string) string { return regexp.MustCompile(regex).FindString(s) },
	"ManageURL":      page("preferences"),
}

func fill(one request) (string, error) {
	body := dotless.ReplaceAllString(one.Body, "{{ $1 . }}")
	body = tracked.ReplaceAllString(body, `{{ TrackLink "$1" . }}`)
	var out bytes.Buffer
	if one.Escape {
		template, err := html.New("mail").Funcs(functions).Parse(body)
		if err != nil {
			return "", err
		}
		err = template.Execute(&out, one.Data)
		return out.String(), err
	}
	template, err := text.New("mail").Funcs(functions).Parse(body)
	if err != nil {
		return "", err
	}
	err = template.Execute(&out, one.Data)
	return out.String(), err
}

func main() {
	var requests []request
	if err := json.NewDecoder(os.Stdin).Decode(&requests); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	filled := []string{}
	for _, one := range requests {
		out, err := fill(one)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		filled = append(filled, out)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.Encode(filled)
}
