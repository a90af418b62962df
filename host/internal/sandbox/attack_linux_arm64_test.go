package sandbox

// This file has no attack: arm64 has neither older calls nor a second set of numbers.

func nativeAttacks() []attack { return nil }
