// Package shm is the run's shared memory: one memfd that the host and every interpreter map.
package shm
