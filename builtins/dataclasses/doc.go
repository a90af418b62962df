// Package dataclasses is Python's dataclasses.
//
//	@dataclass ──▶ process ──▶ __dataclass_fields__ in the class's namespace, which travels
//	                   └────▶ methods made in Go, which a recipe adds again where the class arrives
package dataclasses
