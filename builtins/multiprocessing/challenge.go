package multiprocessing

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file proves to each side of a connection that the other knows the key, as CPython 3.12 does:
//
//	#CHALLENGE#{sha256}<40 random bytes>   ──▶
//	                                       ◀──   {sha256}<HMAC of what follows #CHALLENGE#>
//	#WELCOME# or #FAILURE#                 ──▶
//
// Source: https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/connection.py

const (
	challengePrefix  = "#CHALLENGE#"
	challengeWelcome = "#WELCOME#"
	challengeFailure = "#FAILURE#"
	challengeDigest  = "{sha256}"
	challengeRandom  = 40
	challengeLimit   = 256 // longest message taken
)

func challengeMAC(key []byte, message string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(message))
	return challengeDigest + string(mac.Sum(nil))
}

// deliverChallenge makes the other side prove that it has the key.
func deliverChallenge(t *starlark.Thread, c *connection, key []byte) error {
	random := make([]byte, challengeRandom)
	rand.Read(random)
	message := challengeDigest + string(random)
	if err := c.sendFrame(t, []byte(challengePrefix+message)); err != nil {
		return err
	}
	answer, err := c.receiveBytes(t, challengeLimit)
	if err != nil {
		return err
	}
	if !hmac.Equal([]byte(answer), []byte(challengeMAC(key, message))) {
		if err := c.sendFrame(t, []byte(challengeFailure)); err != nil {
			return err
		}
		return AuthenticationError.Errorf("digest received was wrong")
	}
	return c.sendFrame(t, []byte(challengeWelcome))
}

// answerChallenge proves to the other side that this one has the key.
func answerChallenge(t *starlark.Thread, c *connection, key []byte) error {
	challenge, err := c.receiveBytes(t, challengeLimit)
	if err != nil {
		return err
	}
	message, ok := strings.CutPrefix(challenge, challengePrefix)
	if !ok {
		return AuthenticationError.Errorf("Protocol error, expected challenge: message=%s", object.BytesRepr(challenge))
	}
	if len(message) < len(challengeDigest)+challengeRandom/2 {
		return AuthenticationError.Errorf("challenge too short: %d bytes", len(message))
	}
	if err := c.sendFrame(t, []byte(challengeMAC(key, message))); err != nil {
		return err
	}
	verdict, err := c.receiveBytes(t, challengeLimit)
	if err != nil {
		return err
	}
	if verdict != challengeWelcome {
		return AuthenticationError.Errorf("digest sent was rejected")
	}
	return nil
}

// challengeBuiltin makes deliver_challenge(connection, authkey) and answer_challenge(connection, authkey).
func (s *State) challengeBuiltin(name string, f func(*starlark.Thread, *connection, []byte) error) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var v, authkey starlark.Value
		if err := object.Unpack(name, args, kwargs, "connection", &v, "authkey", &authkey); err != nil {
			return nil, err
		}
		key, _, err := keyOf(authkey)
		if err != nil || authkey == starlark.None {
			return nil, exceptions.ValueError.Errorf("Authkey must be bytes, not %s", s.rt.TypeOf(authkey))
		}
		c, ok := v.(*connection)
		if !ok {
			return nil, exceptions.AttributeError.Errorf("'%s' object has no attribute 'send_bytes'", object.TypeName(v))
		}
		return starlark.None, f(t, c, key)
	}
}
