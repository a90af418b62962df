package host

// This file holds the version.

// Version is the version of the program; the handshake with interpreters does not depend on it.
const Version = "0.1.0"
