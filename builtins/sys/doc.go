// Package sys emulates Python's sys module.
//
//	argv path modules executable version platform flags float_info int_info hash_info    data
//	stdin stdout stderr          live: what the script assigns is where print() writes
//	exit() exc_info() getrecursionlimit() getsizeof() intern() ...
//
// _getframe, settrace and setprofile have no frames to show: settrace and setprofile accept None only.
package sys
