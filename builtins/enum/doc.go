// Package enum is Python's enum.
//
//	class Color(Enum): RED = 1 ──▶ maker (classes.go) ──▶ the class without its members
//	                                  └──▶ populate (members.go) ──▶ members, each an instance held by a slot of the class
//
// A class travels with the names and values of its members as the argument of a recipe, so that the members are made anew
// where it arrives; a member travels as the class called with the member's value. Each process has one object for a member.
package enum
