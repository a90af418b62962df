module parlark

go 1.26.0

require (
	github.com/dlclark/regexp2 v1.12.0
	github.com/docker/go-units v0.5.0
	github.com/fxamacker/cbor/v2 v2.10.0
	github.com/landlock-lsm/go-landlock v0.11.0
	github.com/spf13/pflag v1.1.0
	go.starlark.net v0.0.0-20260908191801-89a6a09411d5
	golang.org/x/net v0.62.0
	golang.org/x/sys v0.49.0
	golang.org/x/text v0.43.0
)

require (
	github.com/x448/float16 v0.8.4 // indirect
	kernel.org/pub/linux/libs/security/libcap/psx v1.2.77 // indirect
)
