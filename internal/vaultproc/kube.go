package vaultproc

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// Kube is a Kubernetes API that reviews the tokens of service accounts which it issued itself, and does nothing else.
type Kube struct {
	URL      string // of the API, https
	CA       string // certificate of the API, PEM
	Reviewer string // token of the account that may have tokens reviewed

	key    *ecdsa.PrivateKey
	server *httptest.Server
}

// ServiceAccount is who a token is for.
type ServiceAccount struct {
	Namespace, Name string
	Audience        string // "" means none
}

// Config returns what Vault's auth/kubernetes/config wants in order to trust k.
func (k *Kube) Config() map[string]any {
	return map[string]any{
		"kubernetes_host": k.URL, "kubernetes_ca_cert": k.CA, "token_reviewer_jwt": k.Reviewer, "disable_local_ca_jwt": true,
	}
}

// NewKube starts an API. [Kube.Close] ends it.
func NewKube() (*Kube, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	k := &Kube{key: key}
	if k.Reviewer, err = k.Token(ServiceAccount{Namespace: "vault", Name: "reviewer"}); err != nil {
		return nil, err
	}
	k.server = httptest.NewTLSServer(http.HandlerFunc(k.review))
	k.URL = k.server.URL
	k.CA = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: k.server.Certificate().Raw}))
	return k, nil
}

// Close ends the API.
func (k *Kube) Close() { k.server.Close() }

// claims is what a token says of its account, as Kubernetes has it.
type claims struct {
	Subject    string   `json:"sub"`
	Audience   []string `json:"aud,omitempty"`
	Issued     int64    `json:"iat"` // without it, Vault takes a token for one that is not valid yet
	Expires    int64    `json:"exp"`
	Kubernetes struct {
		Namespace      string `json:"namespace"`
		ServiceAccount struct {
			Name string `json:"name"`
			UID  string `json:"uid"`
		} `json:"serviceaccount"`
	} `json:"kubernetes.io"`
}

// Token issues a token that is good for an hour.
func (k *Kube) Token(account ServiceAccount) (string, error) {
	c := claims{
		Subject: "system:serviceaccount:" + account.Namespace + ":" + account.Name,
		Issued:  time.Now().Add(-time.Minute).Unix(),
		Expires: time.Now().Add(time.Hour).Unix(),
	}
	if account.Audience != "" {
		c.Audience = []string{account.Audience}
	}
	c.Kubernetes.Namespace = account.Namespace
	c.Kubernetes.ServiceAccount.Name = account.Name
	c.Kubernetes.ServiceAccount.UID = "uid-" + account.Namespace + "-" + account.Name
	body, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	signed := encode([]byte(`{"alg":"ES256","typ":"JWT"}`)) + "." + encode(body)
	signature, err := k.sign(signed)
	return signed + "." + encode(signature), err
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// sign returns both numbers of the signature, 32 bytes each (RFC 7518, section 3.4).
func (k *Kube) sign(text string) ([]byte, error) {
	digest := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, k.key, digest[:])
	if err != nil {
		return nil, err
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return signature, nil
}

var errToken = errors.New("no token of this API")

// verify returns what a token says if it was issued here.
func (k *Kube) verify(token string) (claims, error) {
	var c claims
	end := strings.LastIndexByte(token, '.')
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return c, errToken
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || len(signature) != 64 {
		return c, errToken
	}
	digest := sha256.Sum256([]byte(token[:end]))
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	if !ecdsa.Verify(&k.key.PublicKey, digest[:], r, s) {
		return c, errToken
	}
	body, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(body, &c)
}

// review answers a TokenReview, the one request that Vault makes.
func (k *Kube) review(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.URL.Path != "/apis/authentication.k8s.io/v1/tokenreviews" || r.Header.Get("Authorization") != "Bearer "+k.Reviewer {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Unauthorized","code":401}`))
		return
	}
	var asked struct {
		Spec struct {
			Token string `json:"token"`
		} `json:"spec"`
	}
	status := map[string]any{"authenticated": false}
	if json.NewDecoder(r.Body).Decode(&asked) == nil {
		if c, err := k.verify(asked.Spec.Token); err == nil {
			user := map[string]any{"username": c.Subject, "uid": c.Kubernetes.ServiceAccount.UID}
			status = map[string]any{"authenticated": true, "audiences": c.Audience, "user": user}
		}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"kind": "TokenReview", "apiVersion": "authentication.k8s.io/v1", "status": status})
}
