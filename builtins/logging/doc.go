// Package logging emulates Python's logging, logging.handlers and logging.config.
//
//	logger.info(msg) ──▶ LogRecord ──▶ handlers of the logger and its parents ──▶ Formatter ──▶ stream, file, queue
//
// All objects are instances whose attributes are fields, as in CPython, so scripts may read, change and subclass everything.
// A method that a script's class overrides is called through the object (see dispatch); otherwise Go calls Go.
//
// A Logger travels to another process by its name; handlers, formatters, filters and records travel with their fields. The
// standard streams travel as what they are, a file is opened again for appending. Inherit and Adopt carry the whole
// configuration into a child, as fork does.
//
// Not here: handlers that use the network or the system log, fileConfig, listen.
package logging
