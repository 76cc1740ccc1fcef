/**
 * Files of DMS records: which files, and where a document ends and the next begins. The reading
 * itself, in parallel and through checkpoints, is done by Flink's file source.
 */
package io.dmstocrate.source.file;
